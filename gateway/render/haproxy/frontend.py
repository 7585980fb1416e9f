"""The one door: refuse what is malformed, normalise, choose the route."""

from gateway.render.haproxy import guards
from gateway.render.haproxy.answers import PROBLEM_TYPE, problem
from gateway.render.haproxy.lines import quoted, refuse
from gateway.render.haproxy.options import Options
from gateway.state.model import Route, State
from gateway.state.routing import Candidate, candidates

# What Kong does to every path before it looks for a route; upstreams get the normalised path from both.
_NORMALISE = (
    "normalize-uri fragment-strip",
    "normalize-uri percent-decode-unreserved",
    "normalize-uri percent-to-uppercase",
    "normalize-uri path-merge-slashes",
    "normalize-uri path-strip-dot",
    "normalize-uri path-strip-dotdot full",
)
# nginx, under Kong, drops header names with an underscore; nothing behind us speaks another protocol.
_HYGIENE = ("del-header _ -m sub", "del-header Upgrade")
_LOG_FORMAT = (
    '{"at":"%[date,utime(%Y-%m-%dT%H:%M:%SZ)]","message":"request passed","method":"%[var(txn.method)]",'
    '"path":%{+Q,+E}[var(txn.path)],"route":"%b","status":%ST,"milliseconds":%Ta,"bytes":%B,'
    '"correlation_id":%{+Q,+E}[var(txn.correlation_id)]}'
)


def backend_name(route: Route) -> str:
    """Each route has its backend, whose rules then need no conditions."""
    return f"route-{route.name}"


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


def lines(state: State, options: Options) -> list[str]:
    """The lines of the frontend."""
    asked = [
        *refuse(405, "{ method TRACE CONNECT }"),
        *refuse(400, f"{{ req.hdrs,length gt {guards.LONGEST_HEADERS_BYTES} }}"),
        # A percent sign that encodes nothing is read in several ways.
        *refuse(400, "{ path -m reg '%(?![0-9A-Fa-f]{2})' }"),
        *refuse(400, "{ req.fhdr_cnt(host) gt 1 }"),
        *_NORMALISE,
        *_HYGIENE,
    ]
    if options.logs_requests:
        asked += ["set-var(txn.method) method", "set-var(txn.path) path"]
    early = (
        f"http-error status {status} content-type {PROBLEM_TYPE} string {quoted(problem(status))}"
        for status in (400, 408)
    )
    ranked = candidates(state.routes)
    return [
        f"bind {options.listen}",
        *([f"log-format {quoted(_LOG_FORMAT)}"] if options.logs_requests else []),
        *early,
        *(f"http-request {rule}" for rule in asked),
        *(f"use_backend {backend_name(candidate.route)} if {_matches(candidate)}" for candidate in ranked),
        "default_backend nowhere",
    ]


def nowhere() -> list[str]:
    """What answers where no route does."""
    return [f"http-request {rule}" for rule in refuse(404, "TRUE")]
