"""Parameters of a request, read once: a repeated one has no value (RFC 6749 section 3.1), nor an unprintable one."""

from collections.abc import Iterable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

LONGEST = 4096
# An access token of somebody with many roles.
LONGEST_TOKEN = 32_768


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """`values` of the parameters sent once with a value; `bad` names those repeated, over long, or with control
    characters. A parameter without a value counts as absent."""

    values: dict[str, str]
    bad: frozenset[str]

    def get(self, name: str) -> str | None:
        """The value, None where it is absent or bad."""
        return self.values.get(name)

    def words(self, name: str) -> list[str]:
        """The value as a list separated by spaces, empty where it is absent."""
        return self.values.get(name, "").split()


def read_parameters(
    sent: MultiDict[str, str], *, known: Iterable[str] | None = None, longest: int = LONGEST
) -> Parameters:
    """What was sent; `known` drops all others, unread."""
    values: dict[str, str] = {}
    bad: set[str] = set()
    for name, texts in sent.lists():
        if known is not None and name not in known:
            continue
        if len(texts) > 1 or len(texts[0]) > longest or not texts[0].isprintable():
            bad.add(name)
        elif texts[0]:
            values[name] = texts[0]
    return Parameters(values=values, bad=frozenset(bad))
