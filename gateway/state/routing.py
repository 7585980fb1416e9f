"""Which route answers which request, in the order of Kong 3's router (`traditional_compatible`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gateway.state.model import Route, State


@dataclass(frozen=True)
class Candidate:
    """One path of one route: Kong splits a route whose paths rank differently."""

    route: Route
    path: str

    @property
    def is_pattern(self) -> bool:
        """Whether the path is a regular expression (anchored at the start only, as Kong does)."""
        return self.path.startswith("~")

    @property
    def rank(self) -> tuple[int, bool, bool, int, int]:
        """Higher goes first: kinds of conditions, plain hosts, patterns, `regex_priority`, length of the prefix."""
        kinds = 1 + bool(self.route.methods) + bool(self.route.hosts)
        priority = self.route.regex_priority if self.is_pattern else 0
        return kinds, bool(self.route.hosts), self.is_pattern, priority, 0 if self.is_pattern else len(self.path)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("^" + (self.path[1:] if self.is_pattern else re.escape(self.path)))

    def answers(self, method: str, path: str, host: str = "") -> bool:
        """Whether this path, the route's methods and its hosts agree with a request (its path already normalised)."""
        if self.route.methods and method not in self.route.methods:
            return False
        if self.route.hosts and host not in self.route.hosts:
            return False
        return bool(self._pattern.match(path))


def candidates(routes: Iterable[Route]) -> list[Candidate]:
    """Every path of every route, the first to be asked first; equals by name, so that the order is always the same."""
    found = [Candidate(route, path) for route in routes for path in route.paths]
    found.sort(key=lambda candidate: (candidate.route.name, candidate.path))
    found.sort(key=lambda candidate: candidate.rank, reverse=True)
    return found


def route_for(state: State, method: str, path: str, host: str = "") -> Route | None:
    """The route that answers, or None."""
    for candidate in candidates(state.routes):
        if candidate.answers(method, path, host):
            return candidate.route
    return None
