"""Words of HAProxy's configuration language."""

from collections.abc import Iterable

from gateway.render.haproxy import answers
from gateway.state.errors import StateError

INDENT = "    "
WANTS_PAGE = "{ req.hdr(accept) -m sub text/html }"


def quoted(text: str) -> str:
    """One strongly quoted word.

    Raises:
        StateError: the text holds what cannot be quoted.
    """
    if "'" in text or "\n" in text or "\0" in text:
        raise StateError(f"a quote or a line break cannot be rendered for HAProxy: {text!r}")
    return f"'{text}'"


def refuse(
    status: int, condition: str, *, headers: Iterable[tuple[str, str]] = (), for_people: bool = False
) -> list[str]:
    """The problem; where people ask, first the page for browsers that ask for one."""
    given = "".join(f' hdr {name} "{value}"' for name, value in (("Cache-Control", "no-store"), *headers))
    problem = f"content-type {answers.PROBLEM_TYPE} string {quoted(answers.problem(status))}"
    rules = [f"return status {status} {problem}{given} if {condition}"]
    page = answers.page(status) if for_people else None
    if page is not None:
        shown = f'content-type "{answers.PAGE_TYPE}" string {quoted(page)}'
        rules.insert(0, f"return status {status} {shown}{given} if {condition} {WANTS_PAGE}")
    return rules


def section(head: str, lines: Iterable[str]) -> str:
    """One section, indented."""
    return "\n".join([head, *(f"{INDENT}{line}" for line in lines)])
