"""The whole configuration for HAProxy 2.6, run in master-worker mode (`haproxy -W`)."""

from gateway.render.haproxy import backends, frontend, guards
from gateway.render.haproxy.answers import PROBLEM_TYPE, problem
from gateway.render.haproxy.lines import quoted, section
from gateway.render.haproxy.options import Options
from gateway.state.errors import StateError
from gateway.state.model import OpenTelemetry, ProxyCache, RateLimiting, State

_HEAD = """# Rendered from gateway/kong by `python -m gateway.render`; do not edit.
# A new key or address: render again, then SIGUSR2 to the master process; no request is refused meanwhile."""


def _global(options: Options) -> list[str]:
    return [
        "maxconn 2000",
        # One passes 10,000 requests a second; more would wake one another on a machine that they share with services.
        "nbthread 1",
        "hard-stop-after 30s",
        f"tune.bufsize {guards.BUFFER_BYTES}",
        # normalize-uri is still called experimental in 2.6.
        "expose-experimental-directives",
        *(["log stdout format raw local0 info"] if options.logs_requests else []),
    ]


def _defaults(options: Options) -> list[str]:
    return [
        "mode http",
        *(["log global", "option dontlognull"] if options.logs_requests else []),
        "timeout client 30s",
        "timeout http-request 10s",
        # Longer than our own clients keep idle connections, shorter than the services do (75 s).
        "timeout http-keep-alive 60s",
        "timeout queue 5s",
        "timeout connect 2s",
        "timeout server 30s",
        "option redispatch",
        # On reload, idle clients are told with their next answer instead of meeting a closed connection.
        "option idle-close-on-response",
        *(
            f"http-error status {status} content-type {PROBLEM_TYPE} string {quoted(problem(status))}"
            for status in (500, 502, 503, 504)
        ),
    ]


def _caches(state: State) -> list[tuple[str, list[str]]]:
    kept = [plugin for route in state.routes for plugin in route.plugins.values() if isinstance(plugin, ProxyCache)]
    return sorted({guards.cache_name(plugin): guards.cache(plugin) for plugin in kept}.items())


def render(state: State, options: Options) -> str:
    """The text of haproxy.cfg.

    Raises:
        StateError: something in the state cannot be rendered, or a service has no address.
    """
    in_force = [plugin for route in state.routes for plugin in route.plugins.values()]
    if any(isinstance(plugin, OpenTelemetry) and plugin.is_on for plugin in in_force):
        raise StateError("traces: HAProxy tells no spans; only Kong has the plugin opentelemetry")
    limits = [plugin for plugin in in_force if isinstance(plugin, RateLimiting)]
    parts = [
        section("global", _global(options)),
        section("defaults", _defaults(options)),
        section("frontend gateway", frontend.lines(state, options)),
        section(f"backend {guards.COUNTERS}", guards.counters(max((one.period_s for one in limits), default=60))),
        *(section(f"cache {name}", lines) for name, lines in _caches(state)),
        *(section(f"backend {name}", lines) for name, lines in backends.sections(state, options)),
        section("backend nowhere", frontend.nowhere()),
    ]
    if backends.has_named_hosts(state, options):
        parts.insert(2, section("resolvers machine", ["parse-resolv-conf", "hold valid 5s"]))
    return "\n\n".join([_HEAD, *parts]) + "\n"
