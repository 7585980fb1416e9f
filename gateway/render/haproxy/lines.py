"""Words of HAProxy's configuration language."""

from collections.abc import Iterable

from gateway.render.haproxy import answers
from gateway.state.errors import StateError
from gateway.state.model import Route

INDENT = "    "


def quoted(text: str) -> str:
    """One strongly quoted word.

    Raises:
        StateError: the text holds what cannot be quoted.
    """
    if "'" in text or "\n" in text or "\0" in text:
        raise StateError(f"a quote or a line break cannot be rendered for HAProxy: {text!r}")
    return f"'{text}'"


def on_routes(names: Iterable[str], every: Iterable[Route] = ()) -> str:
    """The condition that the request goes to one of these routes; always true where they are all there are."""
    wanted = sorted(names)
    if wanted == sorted(route.name for route in every):
        return "TRUE"
    return f"{{ var(txn.route) -m str {' '.join(wanted)} }}"


def refuse_early(status: int, condition: str) -> str:
    """One rule, before it is known who asks: the problem for everybody."""
    return (
        f"http-request return status {status} content-type {answers.PROBLEM_TYPE}"
        f' string {quoted(answers.problem(status))} hdr Cache-Control "no-store" if {condition}'
    )


def refuse(status: int, condition: str, *, headers: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Two rules: the page where the browser asked for a page, the problem for everybody else."""
    given = "".join(f' hdr {name} "{value}"' for name, value in (("Cache-Control", "no-store"), *headers))
    rules = []
    page = answers.page(status)
    if page is not None:
        rules.append(
            f'http-request return status {status} content-type "{answers.PAGE_TYPE}" string {quoted(page)}{given}'
            f" if {{ var(txn.wants_page) -m bool }} {condition}"
        )
    rules.append(
        f"http-request return status {status} content-type {answers.PROBLEM_TYPE}"
        f" string {quoted(answers.problem(status))}{given} if {condition}"
    )
    return rules


def section(head: str, lines: Iterable[str]) -> str:
    """One section, indented."""
    return "\n".join([head, *(f"{INDENT}{line}" if line else "" for line in lines)])
