"""The rules of the plugins in force for one route, in the order in which Kong runs them.

Source of the order: the priorities of Kong 3.9's plugins (cors 2000 … jwt 1450 … rate-limiting 910 … termination 2).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from gateway.render.haproxy.lines import quoted, refuse
from gateway.state.model import (
    CorrelationId,
    Cors,
    Jwt,
    Plugin,
    ProxyCache,
    RateLimiting,
    RequestSizeLimiting,
    RequestTermination,
    RequestTransformer,
    Route,
)

_P = TypeVar("_P", bound=Plugin)
COUNTERS = "counters"
# How much of a body without a Content-Length is waited for; its buffer must hold this besides the longest headers.
UNMEASURED_BODY_BYTES = 6_000
# A page of a hundred cards has 60 kB.
CACHED_BYTES = 131_072
CACHE_MIB = 32
LONGEST_HEADERS_BYTES = 8_000
BUFFER_BYTES = 16_384


@dataclass
class Rules:
    """On the request, in this order; on what a service answered; on every answer, the gateway's own included."""

    asked: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    def ask(self, *rules: str) -> None:
        self.asked += [f"http-request {rule}" for rule in rules]

    def answer(self, *rules: str) -> None:
        self.answered += [f"http-after-response {rule}" for rule in rules]


def _of(route: Route, kind: type[_P]) -> _P | None:
    return next((plugin for plugin in route.plugins.values() if isinstance(plugin, kind)), None)


def _correlation(rules: Rules, plugin: CorrelationId) -> None:
    rules.ask(
        f"set-var(txn.correlation_id) req.fhdr({plugin.header})",
        "set-var(txn.correlation_id) uuid() if !{ var(txn.correlation_id),length gt 0 }",
        f"set-header {plugin.header} %[var(txn.correlation_id)]",
    )
    if plugin.echoed:
        rules.answer(f"set-header {plugin.header} %[var(txn.correlation_id)] if {{ var(txn.correlation_id) -m found }}")


def _allowed_origin(rules: Rules, plugin: Cors) -> None:
    """The origin to allow goes into txn.origin, as Kong decides it."""
    plain = [origin for origin in plugin.origins if all(c.isalnum() or c in ".:/-" for c in origin)]
    patterns = [origin for origin in plugin.origins if origin not in plain]
    if len(plugin.origins) == 1 and plain:
        rules.ask(f"set-var(txn.origin) str({plain[0]})")
        return
    if plain:
        rules.ask(f"set-var(txn.origin) req.fhdr(origin) if {{ req.fhdr(origin) -m str {' '.join(plain)} }}")
    for pattern in patterns:
        whole = quoted(f"^(?:{pattern.removeprefix('^').removesuffix('$')})$")
        rules.ask(f"set-var(txn.origin) req.fhdr(origin) if {{ req.fhdr(origin) -m reg {whole} }}")


def _cors(rules: Rules, plugin: Cors) -> None:
    """Preflights end here."""
    _allowed_origin(rules, plugin)
    given = {
        "Access-Control-Allow-Methods": ",".join(plugin.methods),
        "Access-Control-Allow-Headers": ",".join(plugin.headers),
    }
    if plugin.max_age_s is not None:
        given["Access-Control-Max-Age"] = str(plugin.max_age_s)
    headers = "".join(f' hdr {name} "{value}"' for name, value in given.items())
    is_preflight = "METH_OPTIONS { req.fhdr(origin) -m found } { req.fhdr(access-control-request-method) -m found }"
    rules.ask(f"return status 200{headers} if {is_preflight}")
    allowed = "{ var(txn.origin) -m found }"
    rules.answer("add-header Vary Origin", f"set-header Access-Control-Allow-Origin %[var(txn.origin)] if {allowed}")
    if plugin.credentials:
        rules.answer(f"set-header Access-Control-Allow-Credentials true if {allowed}")
    if plugin.exposed_headers:
        rules.answer(f'set-header Access-Control-Expose-Headers "{",".join(plugin.exposed_headers)}" if {allowed}')


def _tokens(rules: Rules, keys: Mapping[str, Path]) -> None:
    """RS256 by `kid`; `exp` must be there and ahead; the algorithm is pinned here, never taken from the token."""
    wanted = "{ var(txn.wants_token) -m bool }"
    invalid = [("WWW-Authenticate", 'Bearer error=\\"invalid_token\\"')]
    rules.ask(
        "set-var(txn.wants_token) bool(true) if !METH_OPTIONS",
        f"set-var(txn.token) http_auth_bearer if {wanted} {{ req.fhdr_cnt(authorization) eq 1 }}",
        *refuse(401, f"{wanted} !{{ var(txn.token) -m found }}", headers=[("WWW-Authenticate", "Bearer")]),
        "set-var(txn.kid) var(txn.token),jwt_header_query('$.kid')",
        "set-var(txn.alg) var(txn.token),jwt_header_query('$.alg')",
        "set-var(txn.exp) var(txn.token),jwt_payload_query('$.exp','int')",
        "set-var(txn.now) date()",
    )
    for kid, path in sorted(keys.items()):
        verified = f'var(txn.token),jwt_verify(RS256,"{path}")'
        rules.ask(f"set-var(txn.verified) {verified} if {{ var(txn.kid) -m str -- {kid} }}")
    for holds in (
        "{ var(txn.alg) -m str RS256 }",
        # Any value but 1 is a failure: negative numbers are, and would count as true.
        "{ var(txn.verified) -m int 1 }",
        # Both: HAProxy's subtraction of two negative numbers turns positive.
        "{ var(txn.exp) -m int gt 0 }",
        "{ var(txn.exp),sub(txn.now) -m int gt 0 }",
    ):
        rules.ask(*refuse(401, f"{wanted} !{holds}", headers=invalid))


def _sizes(rules: Rules, plugin: RequestSizeLimiting, *, for_people: bool) -> None:
    """Measured bodies by their Content-Length; unmeasured (chunked) ones only as far as a buffer goes."""
    unmeasured = "!{ req.fhdr(content-length) -m found }"
    at_most = min(plugin.limit_bytes + 1, UNMEASURED_BODY_BYTES)
    too_large = f"{{ req.hdr_val(content-length) gt {plugin.limit_bytes} }}"
    rules.ask(
        *refuse(413, too_large, for_people=for_people),
        f"wait-for-body time 10s at-least {UNMEASURED_BODY_BYTES} if {unmeasured}",
        *refuse(411, f"{unmeasured} {{ req.body_len ge {at_most} }}", for_people=for_people),
    )


def _limits(rules: Rules, plugin: RateLimiting, *, bucket: str, for_people: bool) -> None:
    """Windows are fixed, as Kong's: the window is part of the key of the counter."""
    window = f"%[date(),div({plugin.period_s})]"
    given = f"{{ req.fhdr({plugin.header}) -m found }}"
    if plugin.header:
        rules.ask(f"set-var-fmt(txn.bucket) {bucket}|%[req.fhdr({plugin.header}),sha1,hex]|{window} if {given}")
    rules.ask(
        f"set-var-fmt(txn.bucket) {bucket}|%[src]|{window}" + (f" if !{given}" if plugin.header else ""),
        f"set-var(txn.into) date(),mod({plugin.period_s})",
        f"set-var(txn.reset) int({plugin.period_s}),sub(txn.into)",
        f"track-sc0 var(txn.bucket) table {COUNTERS}",
        f"set-var(txn.used) sc0_inc_gpc0({COUNTERS})",
        f"set-var(txn.left) int({plugin.limit}),sub(txn.used)",
        *refuse(
            429,
            "{ var(txn.left) -m int lt 0 }",
            headers=[("Retry-After", "%[var(txn.reset)]")],
            for_people=for_people,
        ),
    )
    if plugin.hidden:
        return
    counted, period = "{ var(txn.used) -m found }", plugin.period.capitalize()
    rules.answer(
        "set-var(txn.left) int(0) if { var(txn.left) -m int lt 0 }",
        f"set-header RateLimit-Limit {plugin.limit} if {counted}",
        f"set-header RateLimit-Remaining %[var(txn.left)] if {counted}",
        f"set-header RateLimit-Reset %[var(txn.reset)] if {counted}",
        f"set-header X-RateLimit-Limit-{period} {plugin.limit} if {counted}",
        f"set-header X-RateLimit-Remaining-{period} %[var(txn.left)] if {counted}",
    )


def cache_name(plugin: ProxyCache) -> str:
    """HAProxy has one cache a life time; routes of one life time share it, their keys hold host and path."""
    return f"kept{plugin.ttl_s}s"


def cache(plugin: ProxyCache) -> list[str]:
    """The lines of one cache: small objects only; what says less than `max-age` itself goes earlier."""
    return [f"total-max-size {CACHE_MIB}", f"max-object-size {CACHED_BYTES}", f"max-age {plugin.ttl_s}"]


def _kept(rules: Rules, plugin: ProxyCache) -> None:
    """Behind limits and tokens, as Kong has it. An Authorization header, whatever it holds, passes the cache by."""
    rules.ask(
        "set-var(txn.is_shared) bool(true) if METH_GET !{ req.fhdr(authorization) -m found }",
        f"cache-use {cache_name(plugin)} if {{ var(txn.is_shared) -m bool }}",
    )
    kinds = " ".join(plugin.content_types)
    fitting = f"{{ var(txn.is_shared) -m bool }} {{ status 200 }} {{ res.hdr(content-type),field(1,;) -m str {kinds} }}"
    rules.fetched.append(f"http-response cache-store {cache_name(plugin)} if {fitting}")


def counters(longest_s: int) -> list[str]:
    """The lines of the one table of counters; they outlive the longest window, and are lost on reload."""
    return [f"stick-table type string len 128 size 200k expire {2 * longest_s}s store gpc0"]


def _hand_on(rules: Rules, route: Route) -> None:
    """What happens to a request that nothing refused."""
    if (transformer := _of(route, RequestTransformer)) and transformer.removed_headers:
        # HAProxy keeps names in small letters; one pattern is read once per header instead of once per name.
        names = "|".join(sorted(header.lower() for header in transformer.removed_headers))
        rules.ask(f"del-header {quoted(f'^({names})$')} -m reg")
    if kept := _of(route, ProxyCache):
        _kept(rules, kept)
    if end := _of(route, RequestTermination):
        body = f"content-type {end.content_type} string {quoted(end.body)} hdr Cache-Control no-store"
        rules.ask(f"return status {end.status} {body}")


def rules_of(route: Route, *, keys: Mapping[str, Path], bucket: str) -> Rules:
    """Everything that the gateway does for one route; `bucket` names the rate limit, which routes may share."""
    rules, for_people = Rules(), not route.is_api
    if correlation := _of(route, CorrelationId):
        _correlation(rules, correlation)
    if cors := _of(route, Cors):
        _cors(rules, cors)
    if _of(route, Jwt):
        _tokens(rules, keys)
    if size := _of(route, RequestSizeLimiting):
        _sizes(rules, size, for_people=for_people)
    if limit := _of(route, RateLimiting):
        _limits(rules, limit, bucket=bucket, for_people=for_people)
    _hand_on(rules, route)
    return rules
