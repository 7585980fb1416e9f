"""The rules of the plugins, in the order in which Kong runs them (their priorities: cors 2000 … termination 2)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from gateway.render.haproxy.lines import on_routes, quoted, refuse
from gateway.state.model import (
    CorrelationId,
    Cors,
    Jwt,
    Plugin,
    RateLimiting,
    RequestSizeLimiting,
    RequestTermination,
    RequestTransformer,
    Route,
)

_P = TypeVar("_P", bound=Plugin)
# How much of a body without a Content-Length is waited for; its buffer must hold this besides the longest headers.
UNMEASURED_BODY_BYTES = 15_000
LONGEST_HEADERS_BYTES = 12_000
BUFFER_BYTES = 32_768


def instances(routes: Sequence[Route], kind: type[_P]) -> list[tuple[_P, list[str]]]:
    """Each plugin of this kind with the names of the routes it is in force for; equal ones elsewhere stay apart."""
    found: dict[int, tuple[_P, list[str]]] = {}
    for route in routes:
        for plugin in route.plugins.values():
            if isinstance(plugin, kind):
                found.setdefault(id(plugin), (plugin, []))[1].append(route.name)
    return list(found.values())


def correlation(routes: Sequence[Route]) -> tuple[list[str], list[str]]:
    """Rules on the request, rules on every answer."""
    asked, answered = [], []
    for plugin, names in instances(routes, CorrelationId):
        here, known = on_routes(names, routes), "{ var(txn.correlation_id) -m found }"
        asked += [
            f"http-request set-var(txn.correlation_id) req.fhdr({plugin.header}) if {here}",
            f"http-request set-var(txn.correlation_id) uuid() if {here} !{{ var(txn.correlation_id),length gt 0 }}",
            f"http-request set-header {plugin.header} %[var(txn.correlation_id)] if {here}",
        ]
        if plugin.echoed:
            answered.append(
                f"http-after-response set-header {plugin.header} %[var(txn.correlation_id)] if {here} {known}"
            )
    return asked, answered


def _allowed_origin(plugin: Cors, here: str) -> list[str]:
    """Rules that put the origin to allow into txn.origin, as Kong decides it."""
    plain = [origin for origin in plugin.origins if all(c.isalnum() or c in ".:/-" for c in origin)]
    patterns = [origin for origin in plugin.origins if origin not in plain]
    if len(plugin.origins) == 1 and plain:
        return [f"http-request set-var(txn.origin) str({plain[0]}) if {here}"]
    asked = "http-request set-var(txn.origin) req.fhdr(origin) if"
    rules = [f"{asked} {here} {{ req.fhdr(origin) -m str {' '.join(plain)} }}"] if plain else []
    for pattern in patterns:
        whole = quoted(f"^(?:{pattern.removeprefix('^').removesuffix('$')})$")
        rules.append(f"{asked} {here} {{ req.fhdr(origin) -m reg {whole} }}")
    return rules


def cors(routes: Sequence[Route]) -> tuple[list[str], list[str]]:
    """Rules on the request (preflights end here), rules on every answer."""
    asked, answered = [], []
    for plugin, names in instances(routes, Cors):
        here, allowed = on_routes(names, routes), "{ var(txn.origin) -m found }"
        given = [
            ("Access-Control-Allow-Methods", ",".join(plugin.methods)),
            ("Access-Control-Allow-Headers", ",".join(plugin.headers)),
        ]
        if plugin.max_age_s is not None:
            given.append(("Access-Control-Max-Age", str(plugin.max_age_s)))
        headers = "".join(f' hdr {name} "{value}"' for name, value in given)
        is_preflight = "{ req.fhdr(origin) -m found } { req.fhdr(access-control-request-method) -m found }"
        asked += _allowed_origin(plugin, here)
        asked.append(f"http-request return status 200{headers} if {here} METH_OPTIONS {is_preflight}")
        answered += [
            f"http-after-response add-header Vary Origin if {here}",
            f"http-after-response set-header Access-Control-Allow-Origin %[var(txn.origin)] if {here} {allowed}",
        ]
        if plugin.credentials:
            answered.append(f"http-after-response set-header Access-Control-Allow-Credentials true if {here} {allowed}")
        if plugin.exposed_headers:
            exposed = ",".join(plugin.exposed_headers)
            answered.append(
                f'http-after-response set-header Access-Control-Expose-Headers "{exposed}" if {here} {allowed}'
            )
    return asked, answered


def tokens(routes: Sequence[Route], keys: Mapping[str, Path]) -> list[str]:
    """RS256 by `kid`; `exp` must be there and ahead; the algorithm is pinned here, never taken from the token."""
    names = [route.name for route in routes if Jwt in route.plugins]
    if not names:
        return []
    # Any value but 1 is a failure: negative numbers are, and would count as true.
    wanted = "{ var(txn.wants_token) -m bool }"
    bearer = [("WWW-Authenticate", "Bearer")]
    invalid = [("WWW-Authenticate", 'Bearer error=\\"invalid_token\\"')]
    rules = [
        f"http-request set-var(txn.wants_token) bool(true) if {on_routes(names, routes)} !METH_OPTIONS",
        f"http-request set-var(txn.token) http_auth_bearer if {wanted} {{ req.fhdr_cnt(authorization) eq 1 }}",
        *refuse(401, f"{wanted} !{{ var(txn.token) -m found }}", headers=bearer),
        f"http-request set-var(txn.kid) var(txn.token),jwt_header_query('$.kid') if {wanted}",
        f"http-request set-var(txn.alg) var(txn.token),jwt_header_query('$.alg') if {wanted}",
        f"http-request set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp','int') if {wanted}",
        f"http-request set-var(txn.now) date() if {wanted}",
    ]
    for kid, path in sorted(keys.items()):
        verified = f'var(txn.token),jwt_verify(RS256,"{path}")'
        rules.append(f"http-request set-var(txn.verified) {verified} if {wanted} {{ var(txn.kid) -m str {kid} }}")
    for holds in (
        "{ var(txn.alg) -m str RS256 }",
        "{ var(txn.verified) -m int 1 }",
        # Both: HAProxy's subtraction of two negative numbers turns positive.
        "{ var(txn.exp) -m int gt 0 }",
        "{ var(txn.exp),sub(txn.now) -m int gt 0 }",
    ):
        rules += refuse(401, f"{wanted} !{holds}", headers=invalid)
    return rules


def sizes(routes: Sequence[Route]) -> list[str]:
    """Measured bodies by their Content-Length; unmeasured (chunked) ones only as far as a buffer goes."""
    rules = []
    for plugin, names in instances(routes, RequestSizeLimiting):
        unmeasured = f"{on_routes(names, routes)} !{{ req.fhdr(content-length) -m found }}"
        rules += refuse(413, f"{on_routes(names, routes)} {{ req.hdr_val(content-length) gt {plugin.limit_bytes} }}")
        rules.append(f"http-request wait-for-body time 10s at-least {UNMEASURED_BODY_BYTES} if {unmeasured}")
        at_most = min(plugin.limit_bytes + 1, UNMEASURED_BODY_BYTES)
        rules += refuse(411, f"{unmeasured} {{ req.body_len ge {at_most} }}")
    return rules


COUNTERS = "counters"


def counters(routes: Sequence[Route]) -> list[str]:
    """The lines of the one table of counters; they outlive the longest window, and are lost on reload."""
    longest_s = max((plugin.period_s for plugin, _ in instances(routes, RateLimiting)), default=60)
    return [f"stick-table type string len 128 size 200k expire {2 * longest_s}s store gpc0"]


def _limit_of(plugin: RateLimiting, here: str, name: str) -> list[str]:
    """What the shared rules need to know of one limit."""
    rules = [
        f"http-request set-var(txn.limit) int({plugin.limit}) if {here}",
        f"http-request set-var(txn.period_s) int({plugin.period_s}) if {here}",
        f"http-request set-var-fmt(txn.who) {name}|%[src] if {here}",
    ]
    if plugin.header:
        digest = f"req.fhdr({plugin.header}),sha1,hex"
        rules.append(
            f"http-request set-var-fmt(txn.who) {name}|%[{digest}] if {here} {{ req.fhdr({plugin.header}) -m found }}"
        )
    if not plugin.hidden:
        rules.append(f"http-request set-var(txn.period) str({plugin.period.capitalize()}) if {here}")
    return rules


def limits(routes: Sequence[Route]) -> tuple[list[str], list[str]]:
    """Rules on the request, rules on every answer; windows are fixed, as Kong's: the window is part of the key."""
    found = instances(routes, RateLimiting)
    asked = [rule for plugin, names in found for rule in _limit_of(plugin, on_routes(names, routes), min(names))]
    limited = "{ var(txn.limit) -m found }"
    asked += [
        f"http-request set-var(txn.into) date(),mod(txn.period_s) if {limited}",
        f"http-request set-var(txn.reset) var(txn.period_s),sub(txn.into) if {limited}",
        f"http-request set-var-fmt(txn.bucket) %[var(txn.who)]|%[date(),div(txn.period_s)] if {limited}",
        f"http-request track-sc0 var(txn.bucket) table {COUNTERS} if {limited}",
        f"http-request set-var(txn.used) sc0_inc_gpc0({COUNTERS}) if {limited}",
        f"http-request set-var(txn.left) var(txn.limit),sub(txn.used) if {limited}",
    ]
    asked += refuse(429, f"{limited} {{ var(txn.left) -m int lt 0 }}", headers=[("Retry-After", "%[var(txn.reset)]")])
    told = "{ var(txn.period) -m found } { var(txn.used) -m found }"
    answered = [
        f"http-after-response set-var(txn.left) int(0) if {told} {{ var(txn.left) -m int lt 0 }}",
        f"http-after-response set-header RateLimit-Limit %[var(txn.limit)] if {told}",
        f"http-after-response set-header RateLimit-Remaining %[var(txn.left)] if {told}",
        f"http-after-response set-header RateLimit-Reset %[var(txn.reset)] if {told}",
    ]
    for name in sorted({plugin.period.capitalize() for plugin, _ in found if not plugin.hidden}):
        this = f"{told} {{ var(txn.period) -m str {name} }}"
        answered += [
            f"http-after-response set-header X-RateLimit-Limit-{name} %[var(txn.limit)] if {this}",
            f"http-after-response set-header X-RateLimit-Remaining-{name} %[var(txn.left)] if {this}",
        ]
    return asked, answered


def removals(routes: Sequence[Route]) -> list[str]:
    """Headers taken off before the service sees them."""
    return [
        f"http-request del-header {header} if {on_routes(names, routes)}"
        for plugin, names in instances(routes, RequestTransformer)
        for header in plugin.removed_headers
    ]


def terminations(routes: Sequence[Route]) -> list[str]:
    """Routes that end at the gateway."""
    return [
        f"http-request return status {plugin.status} content-type {plugin.content_type} string {quoted(plugin.body)}"
        f" hdr Cache-Control no-store if {on_routes(names, routes)}"
        for plugin, names in instances(routes, RequestTermination)
    ]
