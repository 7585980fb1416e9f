"""What a state document says, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class Jwt:
    """RS256 in the Authorization header only, key by `kid`, `exp` required: the one form that is rendered."""


@dataclass(frozen=True, kw_only=True)
class RateLimiting:
    """At most `limit` requests in each fixed window of `period_s` seconds, by address or by a header's value."""

    limit: int
    period: str
    period_s: int
    header: str | None
    hidden: bool


@dataclass(frozen=True, kw_only=True)
class RequestSizeLimiting:
    """Bodies of at most `limit_bytes`."""

    limit_bytes: int


@dataclass(frozen=True, kw_only=True)
class CorrelationId:
    """The client's value of `header`, or a new UUID."""

    header: str
    echoed: bool


@dataclass(frozen=True, kw_only=True)
class Cors:
    """Answers preflights itself; an origin that holds anything but `A-Za-z0-9.:/-` is a regular expression."""

    origins: tuple[str, ...]
    methods: tuple[str, ...]
    headers: tuple[str, ...]
    exposed_headers: tuple[str, ...]
    credentials: bool
    max_age_s: int | None


@dataclass(frozen=True, kw_only=True)
class RequestTransformer:
    """Headers taken off the request."""

    removed_headers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RequestTermination:
    """Answers itself."""

    status: int
    content_type: str
    body: str


@dataclass(frozen=True, kw_only=True)
class ProxyCache:
    """Keeps answers of 200 to a GET without Authorization, at most `ttl_s` and no longer than their Cache-Control."""

    ttl_s: int
    content_types: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ProblemAnswers:
    """Our `post-function`: what the gateway itself answers under /api/ is a problem."""


@dataclass(frozen=True, kw_only=True)
class OpenTelemetry:
    """A span for each request, sent to `endpoint` (OTLP over HTTP), the client's W3C trace context carried on."""

    endpoint: str
    is_on: bool


Plugin: TypeAlias = (
    Jwt
    | RateLimiting
    | RequestSizeLimiting
    | CorrelationId
    | Cors
    | RequestTransformer
    | RequestTermination
    | ProxyCache
    | ProblemAnswers
    | OpenTelemetry
)
Plugins: TypeAlias = Mapping[type[Plugin], Plugin]


@dataclass(frozen=True, kw_only=True)
class Route:
    """`plugins` are those in force: the route's own before its service's before the global ones."""

    name: str
    service: str | None
    paths: tuple[str, ...]
    methods: tuple[str, ...]
    hosts: tuple[str, ...]
    regex_priority: int
    tags: tuple[str, ...]
    plugins: Plugins

    @property
    def is_api(self) -> bool:
        """Whether machines ask here, who want problems rather than pages."""
        return all(path.removeprefix("~").startswith("/api/") for path in self.paths)

    @property
    def is_protected(self) -> bool:
        """Whether an access token is asked for."""
        return Jwt in self.plugins


@dataclass(frozen=True, kw_only=True)
class Service:
    """Times in milliseconds."""

    name: str
    upstream: str
    connect_ms: int
    read_ms: int
    retries: int


@dataclass(frozen=True, kw_only=True)
class Healthcheck:
    """Asks `path` every `interval_s` seconds; a replica falls after `falls` failures and rises after `rises`."""

    path: str
    interval_s: int
    timeout_s: int
    rises: int
    falls: int


@dataclass(frozen=True, kw_only=True)
class Target:
    """One replica, `host:port`."""

    address: str
    weight: int


@dataclass(frozen=True, kw_only=True)
class Upstream:
    """The replicas of one service."""

    name: str
    targets: tuple[Target, ...]
    healthcheck: Healthcheck | None


@dataclass(frozen=True, kw_only=True)
class State:
    """A whole gateway; `consumers` are names, their keys come apart."""

    services: Mapping[str, Service]
    upstreams: Mapping[str, Upstream]
    routes: tuple[Route, ...]
    consumers: tuple[str, ...]
