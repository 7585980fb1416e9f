"""Where requests go: one backend per service and kind of caller."""

from collections.abc import Sequence

from gateway.render.haproxy.answers import PAGE_TYPE, PROBLEM_TYPE, page, problem
from gateway.render.haproxy.frontend import backend_name
from gateway.render.haproxy.lines import quoted
from gateway.render.haproxy.options import Options, targets_of
from gateway.state.model import Healthcheck, Route, Service, State, Target

_FAULTS = (500, 502, 503, 504)
# A request that changes nothing may be sent again when a replica closed the connection without an answer.
_REPEATABLE = "{ method GET HEAD OPTIONS }"


def _errors(for_machines: bool) -> list[str]:
    lines = []
    for status in _FAULTS:
        shown = None if for_machines else page(status)
        if shown is None:
            lines.append(f"http-error status {status} content-type {PROBLEM_TYPE} string {quoted(problem(status))}")
        else:
            lines.append(f'http-error status {status} content-type "{PAGE_TYPE}" string {quoted(shown)}')
    return lines


def _check(check: Healthcheck | None) -> tuple[list[str], str]:
    if check is None:
        return [], ""
    lines = ["option httpchk", f"http-check send meth GET uri {check.path}", f"timeout check {check.timeout_s}s"]
    return lines, f" check inter {check.interval_s}s rise {check.rises} fall {check.falls}"


def _server(number: int, target: Target, checked: str) -> str:
    host = target.address.rpartition(":")[0]
    is_name = any(character.isalpha() for character in host)
    resolved = " resolvers machine init-addr last,libc,none" if is_name else ""
    return f"server replica{number} {target.address} weight {target.weight}{checked}{resolved}"


def _backend(service: Service, *, for_machines: bool, state: State, options: Options) -> list[str]:
    checks, checked = _check(state.upstreams[service.upstream].healthcheck)
    servers = [
        _server(number, target, checked) for number, target in enumerate(targets_of(service, state, options), start=1)
    ]
    return [
        "balance roundrobin",
        "option forwardfor",
        f"timeout connect {service.connect_ms}ms",
        f"timeout server {service.read_ms}ms",
        f"retries {service.retries}",
        "retry-on conn-failure empty-response",
        f"http-request disable-l7-retry unless {_REPEATABLE}",
        *_errors(for_machines),
        *checks,
        *servers,
    ]


def sections(state: State, options: Options) -> list[tuple[str, list[str]]]:
    """Name and lines of each backend that a route leads to."""
    led_to: dict[str, Route] = {backend_name(route): route for route in state.routes if route.service}
    return [
        (name, _backend(state.services[str(route.service)], for_machines=route.is_api, state=state, options=options))
        for name, route in sorted(led_to.items())
    ]


def named_hosts(state: State, options: Options) -> Sequence[str]:
    """Replicas that are given by a name, which the machine must resolve."""
    addresses = [
        target.address for service in state.services.values() for target in targets_of(service, state, options)
    ]
    return [address for address in addresses if any(character.isalpha() for character in address)]
