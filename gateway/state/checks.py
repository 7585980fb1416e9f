"""What deck's schema lets pass and we do not."""

from collections.abc import Iterable

from gateway.state.errors import StateError
from gateway.state.model import (
    CorrelationId,
    ProxyCache,
    RateLimiting,
    RequestSizeLimiting,
    RequestTermination,
    RequestTransformer,
    Route,
    State,
)
from gateway.state.routing import Candidate, candidates, route_for

ISSUER = "sso"
INTERNAL = ("/livez", "/readyz", "/metrics", "/openapi.json", "/metrics/", "/readyz/x")
# Headers that Kong or a common proxy sets for an identity: a client's own must never pass.
_IDENTITY = {
    "x-consumer-id",
    "x-consumer-custom-id",
    "x-consumer-username",
    "x-consumer-groups",
    "x-credential-identifier",
    "x-credential-username",
    "x-anonymous-consumer",
    "x-authenticated-scope",
    "x-authenticated-userid",
    "x-user-id",
    "x-forwarded-user",
    "x-forwarded-for",
}
_META = frozenset("\\[({|*+?.$")


def _protection(route: Route) -> Iterable[str]:
    public, protected = "public" in route.tags, "protected" in route.tags
    if public == protected:
        yield "its tags must say either public or protected"
    if protected != route.is_protected:
        yield "it is protected by the jwt plugin exactly when its tags say so"
    if protected and not all(path == f"/api/{route.service}/v1/" for path in route.paths):
        yield "a protected route covers the whole API of its service, and nothing else"


def _limits(route: Route) -> Iterable[str]:
    for kind in (CorrelationId, RequestTransformer, RequestSizeLimiting):
        if kind not in route.plugins:
            yield f"no {kind.__name__} is in force"
    limit = route.plugins.get(RateLimiting)
    if route.service and limit is None:
        yield "no rate limit is in force"
    if isinstance(limit, RateLimiting) and limit.header and not route.is_protected:
        yield "a limit by header on a public route is a new bucket for every invented header"


def _caches(route: Route) -> Iterable[str]:
    if ProxyCache in route.plugins and (route.is_protected or "public" not in route.tags):
        yield "what a token opens is kept for nobody else: a cache stands on public routes only"


def _ways(route: Route) -> Iterable[str]:
    if not route.service and RequestTermination not in route.plugins:
        yield "it leads nowhere: neither a service nor a termination"
    transformer = route.plugins.get(RequestTransformer)
    if isinstance(transformer, RequestTransformer):
        left = _IDENTITY - {header.lower() for header in transformer.removed_headers}
        if left:
            yield f"a client could send {', '.join(sorted(left))}"


def literal_start(candidate: Candidate) -> str:
    """The part of a path before anything that a pattern could read in several ways."""
    if not candidate.is_pattern:
        return candidate.path
    text = candidate.path[1:]
    end = next((at for at, character in enumerate(text) if character in _META), len(text))
    return text[: end - 1] if end < len(text) and text[end] in "*?{" else text[:end]


def _ties(found: list[Candidate]) -> Iterable[str]:
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            if one.route is other.route or one.rank != other.rank:
                continue
            here, there = literal_start(one), literal_start(other)
            overlap = here.startswith(there) or there.startswith(here) if one.is_pattern else here == there
            same_hosts = not one.route.hosts or set(one.route.hosts) & set(other.route.hosts)
            same_methods = not one.route.methods or set(one.route.methods) & set(other.route.methods)
            if overlap and same_hosts and same_methods:
                yield f"routes.{one.route.name} and routes.{other.route.name}: nothing says which goes first"


def _hidden(state: State) -> Iterable[str]:
    for path in INTERNAL:
        for method in ("GET", "POST", "OPTIONS"):
            route = route_for(state, method, path)
            if route is None or RequestTermination not in route.plugins:
                yield f"{method} {path} would reach {route.service if route else 'nobody'}"


def check(state: State) -> None:
    """Everything at once.

    Raises:
        StateError: one line per fault.
    """
    faults = [
        f"routes.{route.name}: {fault}"
        for route in state.routes
        for fault in (*_protection(route), *_limits(route), *_ways(route), *_caches(route))
    ]
    faults += _ties(candidates(state.routes))
    faults += _hidden(state)
    if state.consumers != (ISSUER,):
        faults.append(f"consumers: exactly one is wanted, {ISSUER}, whose keys come apart")
    if faults:
        raise StateError("\n".join(faults))
