"""Plugins that we know, each with a closed table of fields. Source: the schemas of Kong 3.9's own plugins."""

import hashlib
from collections.abc import Callable

from gateway.state.errors import StateError
from gateway.state.fields import Fields
from gateway.state.model import (
    CorrelationId,
    Cors,
    Jwt,
    OpenTelemetry,
    Plugin,
    ProblemAnswers,
    ProxyCache,
    RateLimiting,
    RequestSizeLimiting,
    RequestTermination,
    RequestTransformer,
)

_TRACES = "opentelemetry"
PERIODS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_UNITS = {"bytes": 1, "kilobytes": 2**10, "megabytes": 2**20}
PROBLEM_LUA_SHA256 = "a0a9acb64bed95b7f1ff9f3ad8c45ae2ac87945dd8f2b026273e895f1af81a95"


def _jwt(config: Fields) -> Jwt:
    config.only("key_claim_name", "kid")
    config.only("claims_to_verify", ["exp"])
    config.only("header_names", ["authorization"], default=["authorization"])
    config.only("uri_param_names", [])
    config.only("cookie_names", [], default=[])
    config.only("run_on_preflight", False)
    config.only("secret_is_base64", False, default=False)
    config.only("anonymous", None, default=None)
    return Jwt()


def _rate_limiting(config: Fields) -> RateLimiting:
    periods = [period for period in PERIODS_S if config.holds(period)]
    if len(periods) != 1:
        raise StateError(f"{config.where}: exactly one of {', '.join(PERIODS_S)} is understood")
    limit = config.integer(periods[0])
    if limit < 1:
        raise StateError(f"{config.where}: {periods[0]} must be at least 1")
    by = config.text("limit_by")
    if by not in ("ip", "header"):
        # With one SSO consumer, `consumer` and `credential` would be one bucket for everybody.
        raise StateError(f"{config.where}: limit_by must be ip or header, not {by!r}")
    config.only("policy", "local")
    config.flag("fault_tolerant", True)
    config.only("error_code", 429, default=429)
    return RateLimiting(
        limit=limit,
        period=periods[0],
        period_s=PERIODS_S[periods[0]],
        header=config.text("header_name") if by == "header" else None,
        hidden=config.flag("hide_client_headers", False),
    )


def _request_size_limiting(config: Fields) -> RequestSizeLimiting:
    unit = config.text("size_unit", "megabytes")
    if unit not in _UNITS:
        raise StateError(f"{config.where}: size_unit must be one of {', '.join(_UNITS)}")
    config.only("require_content_length", False, default=False)
    return RequestSizeLimiting(limit_bytes=config.integer("allowed_payload_size") * _UNITS[unit])


def _correlation_id(config: Fields) -> CorrelationId:
    config.only("generator", "uuid")
    return CorrelationId(header=config.text("header_name"), echoed=config.flag("echo_downstream", False))


def _cors(config: Fields) -> Cors:
    config.only("preflight_continue", False, default=False)
    config.only("private_network", False, default=False)
    origins = config.texts("origins")
    if not origins or "*" in origins:
        raise StateError(f"{config.where}: origins must name origins")
    return Cors(
        origins=origins,
        methods=config.texts("methods"),
        headers=config.texts("headers"),
        exposed_headers=config.texts("exposed_headers", []),
        credentials=config.flag("credentials", False),
        max_age_s=config.integer("max_age", None),
    )


def _request_transformer(config: Fields) -> RequestTransformer:
    remove = config.inner("remove")
    headers = remove.texts("headers")
    remove.end()
    return RequestTransformer(removed_headers=headers)


def _request_termination(config: Fields) -> RequestTermination:
    return RequestTermination(
        status=config.integer("status_code"), content_type=config.text("content_type"), body=config.text("body")
    )


def _proxy_cache(config: Fields) -> ProxyCache:
    """One form: in memory, obeying Cache-Control, an entry of its own for each Authorization (so none is shared)."""
    config.only("strategy", "memory")
    config.only("request_method", ["GET"])
    config.only("response_code", [200])
    config.only("cache_control", True)
    config.only("vary_headers", ["Authorization"])
    config.only("ignore_uri_case", False, default=False)
    config.mapping("memory")
    ttl_s = config.integer("cache_ttl")
    if ttl_s < 1:
        raise StateError(f"{config.where}: cache_ttl must be at least 1")
    return ProxyCache(ttl_s=ttl_s, content_types=config.texts("content_type"))


def _post_function(config: Fields) -> ProblemAnswers:
    code = "\0".join((*config.texts("header_filter"), *config.texts("body_filter")))
    digest = hashlib.sha256(code.encode()).hexdigest()
    if digest != PROBLEM_LUA_SHA256:
        raise StateError(f"{config.where}: this Lua (SHA-256 {digest}) is not the one the renderer knows")
    return ProblemAnswers()


def _opentelemetry(config: Fields, *, is_on: bool) -> OpenTelemetry:
    config.only("resource_attributes", {"service.name": "gateway"})
    propagation = config.inner("propagation")
    propagation.only("extract", ["w3c"])
    propagation.only("inject", ["w3c"])
    propagation.only("default_format", "w3c")
    propagation.end()
    endpoint = config.text("traces_endpoint")
    if not endpoint.startswith(("http://", "https://")) or not endpoint.endswith("/v1/traces"):
        raise StateError(f"{config.where}: traces_endpoint must be an address that ends in /v1/traces")
    return OpenTelemetry(endpoint=endpoint, is_on=is_on)


_READERS: dict[str, Callable[[Fields], Plugin]] = {
    "jwt": _jwt,
    "rate-limiting": _rate_limiting,
    "request-size-limiting": _request_size_limiting,
    "correlation-id": _correlation_id,
    "cors": _cors,
    "request-transformer": _request_transformer,
    "request-termination": _request_termination,
    "proxy-cache": _proxy_cache,
    "post-function": _post_function,
}


def read(data: object, where: str) -> Plugin:
    """One plugin of a state file.

    Raises:
        StateError: an unknown plugin, field or value.
    """
    fields = Fields(data, where)
    name = fields.text("name")
    if name not in (*_READERS, _TRACES):
        raise StateError(f"{where}: unknown plugin {name!r}; known are {', '.join((*_READERS, _TRACES))}")
    fields.texts("tags", [])
    fields.text("instance_name", "")
    # Traces alone may be off: see kong/options/traces.yaml.
    is_on = fields.flag("enabled", True)
    if not is_on and name != _TRACES:
        raise StateError(f"{where}.{name}: enabled must be true")
    config = fields.inner("config")
    config.where = f"{where}.{name}"
    plugin = _opentelemetry(config, is_on=is_on) if name == _TRACES else _READERS[name](config)
    config.end()
    fields.end()
    return plugin
