"""What happens on each route: its rules, then its service."""

from gateway.render.haproxy import guards
from gateway.render.haproxy.answers import PAGE_TYPE, PROBLEM_TYPE, page, problem
from gateway.render.haproxy.frontend import backend_name
from gateway.render.haproxy.lines import quoted
from gateway.render.haproxy.options import Options, targets_of
from gateway.state.model import Healthcheck, RateLimiting, Route, Service, State, Target

_FAULTS = (500, 502, 503, 504)
# A request that changes nothing may be sent again when a replica closed the connection without an answer.
_REPEATABLE = "{ method GET HEAD OPTIONS }"
# Where a request came in is said by the gateway alone. Kong says more (host, port, path); no service reads it.
_FORWARDED = (
    "del-header '^x-(forwarded-(host|port|prefix|path)|real-ip)$' -m reg",
    "set-header X-Forwarded-Proto http",
)


def _errors(route: Route) -> list[str]:
    lines = []
    for status in _FAULTS:
        shown = None if route.is_api else page(status)
        if shown is None:
            lines.append(f"http-error status {status} content-type {PROBLEM_TYPE} string {quoted(problem(status))}")
        else:
            lines.append(f'http-error status {status} content-type "{PAGE_TYPE}" string {quoted(shown)}')
    return lines


def _check(check: Healthcheck) -> tuple[list[str], str]:
    lines = ["option httpchk", f"http-check send meth GET uri {check.path}", f"timeout check {check.timeout_s}s"]
    return lines, f" check inter {check.interval_s}s rise {check.rises} fall {check.falls}"


def _has_name(target: Target) -> bool:
    return any(character.isalpha() for character in target.address.rpartition(":")[0])


def _places(targets: tuple[Target, ...], slots: int) -> list[Target]:
    return [target for target in targets for _ in range(slots if _has_name(target) else 1)]


def _service(
    service: Service, targets: list[Target], check: Healthcheck | None, first: str | None, *, is_told: bool
) -> list[str]:
    """`first`: the backend that already asks after these replicas' health, None for the first one.

    `is_told`: a name has one address, the machine's own; else each place waits for one that the name server tells.
    """
    checks, checked = _check(check) if check and first is None else ([], "")
    lines = [
        "balance roundrobin",
        "option forwardfor",
        f"timeout connect {service.connect_ms}ms",
        f"timeout server {service.read_ms}ms",
        f"retries {service.retries}",
        "retry-on conn-failure empty-response",
        f"http-request disable-l7-retry unless {_REPEATABLE}",
        *(f"http-request {rule}" for rule in _FORWARDED),
        *checks,
    ]
    for number, target in enumerate(targets, start=1):
        followed = f" track {first}/replica{number}" if check and first else checked
        known = "last,libc,none" if is_told else "none"
        resolved = f" resolvers machine init-addr {known}" if _has_name(target) else ""
        lines.append(f"server replica{number} {target.address} weight {target.weight}{followed}{resolved}")
    return lines


def _buckets(routes: tuple[Route, ...]) -> dict[int, str]:
    """A name for each rate limit: routes that share one plugin share its counters."""
    names: dict[int, str] = {}
    for route in sorted(routes, key=lambda route: route.name):
        for plugin in route.plugins.values():
            if isinstance(plugin, RateLimiting):
                names.setdefault(id(plugin), route.name)
    return names


def sections(state: State, options: Options) -> list[tuple[str, list[str]]]:
    """Name and lines of the backend of each route."""
    found, asked_by, buckets = [], dict[str, str](), _buckets(state.routes)
    for route in sorted(state.routes, key=lambda route: route.name):
        bucket = buckets.get(id(route.plugins.get(RateLimiting)), route.name)
        rules = guards.rules_of(route, keys=options.keys, bucket=bucket)
        lines = [*_errors(route), *rules.asked]
        if route.service:
            service = state.services[route.service]
            check = state.upstreams[service.upstream].healthcheck
            targets = _places(targets_of(service, state, options), options.slots)
            lines += _service(service, targets, check, asked_by.get(service.name), is_told=options.slots == 1)
            asked_by.setdefault(service.name, backend_name(route))
        found.append((backend_name(route), [*lines, *rules.fetched, *rules.answered]))
    return found


def has_named_hosts(state: State, options: Options) -> bool:
    """Whether a replica is given by a name, which the machine must resolve."""
    return any(
        _has_name(target) for service in state.services.values() for target in targets_of(service, state, options)
    )
