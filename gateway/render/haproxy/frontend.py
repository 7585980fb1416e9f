"""The one door: normalise, choose the route, then the plugins in Kong's order."""

from collections.abc import Sequence

from gateway.render.haproxy import guards
from gateway.render.haproxy.answers import PROBLEM_TYPE, problem
from gateway.render.haproxy.lines import on_routes, quoted, refuse_early
from gateway.render.haproxy.options import Options
from gateway.state.model import Route, State
from gateway.state.routing import Candidate, candidates

# What Kong does to every path before it looks for a route; upstreams get the normalised path from both.
_NORMALISE = [
    "http-request normalize-uri fragment-strip",
    "http-request normalize-uri percent-decode-unreserved",
    "http-request normalize-uri percent-to-uppercase",
    "http-request normalize-uri path-merge-slashes",
    "http-request normalize-uri path-strip-dot",
    "http-request normalize-uri path-strip-dotdot full",
]
# nginx, under Kong, refuses these methods and drops header names with an underscore.
_HYGIENE = [
    "http-request del-header _ -m sub",
    "http-request del-header Upgrade",
    "http-request del-header X-Forwarded-Prefix",
    "http-request del-header X-Forwarded-Path",
]
_FORWARDED = [
    "http-request set-header X-Real-IP %[src]",
    "http-request set-header X-Forwarded-Proto http",
    "http-request set-header X-Forwarded-Host %[req.hdr(host),field(1,:)]",
    "http-request set-header X-Forwarded-Port %[dst_port]",
]
_LOG_FORMAT = (
    '{"at":"%[date,utime(%Y-%m-%dT%H:%M:%SZ)]","message":"request passed","method":"%[var(txn.method)]",'
    '"path":%{+Q,+E}[var(txn.path)],"route":"%[var(txn.route)]","status":%ST,"milliseconds":%Ta,"bytes":%B,'
    '"correlation_id":%{+Q,+E}[var(txn.correlation_id)]}'
)


def backend_name(route: Route) -> str:
    """Machines and people get other answers when a service is away, so each kind has its backend."""
    return f"{route.service}-{'api' if route.is_api else 'pages'}"


def _matches(candidate: Candidate) -> str:
    conditions = []
    if candidate.route.methods:
        conditions.append(f"{{ method {' '.join(candidate.route.methods)} }}")
    if candidate.route.hosts:
        conditions.append(f"{{ req.hdr(host),field(1,:),lower -m str {' '.join(candidate.route.hosts)} }}")
    if candidate.is_pattern:
        conditions.append(f"{{ path -m reg {quoted('^' + candidate.path[1:])} }}")
    else:
        conditions.append(f"{{ path -m beg {candidate.path} }}")
    return " ".join(conditions)


def _choose(routes: Sequence[Route]) -> list[str]:
    rules, unchosen = [], ""
    for candidate in candidates(routes):
        rules.append(f"http-request set-var(txn.route) str({candidate.route.name}) if {unchosen}{_matches(candidate)}")
        unchosen = "!{ var(txn.route) -m found } "
    rules.append(refuse_early(404, "!{ var(txn.route) -m found }"))
    pages = [route.name for route in routes if not route.is_api and route.service]
    wants_page = "{ req.hdr(accept) -m sub text/html }"
    return [
        *rules,
        f"http-request set-var(txn.wants_page) bool(true) if {on_routes(pages)} {wants_page}" if pages else "",
    ]


def _first(options: Options) -> list[str]:
    longest = guards.LONGEST_HEADERS_BYTES
    lines = [f"bind {options.listen}"]
    if options.logs_requests:
        lines += [
            f"log-format {quoted(_LOG_FORMAT)}",
            "http-request set-var(txn.method) method",
            "http-request set-var(txn.path) path",
        ]
    return [
        *lines,
        refuse_early(405, "{ method TRACE CONNECT }"),
        refuse_early(400, f"{{ req.hdrs,length gt {longest} }}"),
        # A percent sign that encodes nothing is read in several ways.
        refuse_early(400, "{ path -m reg '%(?![0-9A-Fa-f]{2})' }"),
        refuse_early(400, "{ req.fhdr_cnt(host) gt 1 }"),
        *_NORMALISE,
        *_HYGIENE,
    ]


def _by_backend(routes: Sequence[Route]) -> list[str]:
    names = sorted({backend_name(route) for route in routes if route.service})
    return [
        f"use_backend {name} if "
        + on_routes(route.name for route in routes if route.service and backend_name(route) == name)
        for name in names
    ]


def lines(state: State, options: Options) -> list[str]:
    """The lines of the frontend."""
    routes = state.routes
    correlation, correlation_answer = guards.correlation(routes)
    cors, cors_answer = guards.cors(routes)
    limits, limits_answer = guards.limits(routes)
    early = [
        f"http-error status {status} content-type {PROBLEM_TYPE} string {quoted(problem(status))}"
        for status in (400, 408)
    ]
    return [
        *early,
        *_first(options),
        *_choose(routes),
        *correlation,
        *cors,
        *guards.tokens(routes, options.keys),
        *guards.sizes(routes),
        *limits,
        *guards.removals(routes),
        *guards.terminations(routes),
        *_FORWARDED,
        *correlation_answer,
        *cors_answer,
        *limits_answer,
        *_by_backend(routes),
    ]
