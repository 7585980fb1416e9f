"""A merged document → the model; anything unknown is refused with its place."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from gateway.state import plugins
from gateway.state.errors import StateError
from gateway.state.fields import Fields
from gateway.state.model import Healthcheck, Plugin, Plugins, Route, Service, State, Target, Upstream

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_ADDRESS = re.compile(r"[A-Za-z0-9.-]+:[0-9]{1,5}\Z")
# Understood alike by Kong's router (the Rust regex crate) and by PCRE2, and safe inside single quotes.
_PATTERN = re.compile(r"~/[A-Za-z0-9/.\-\\\[\](){},|*+?$%_]*\Z")
_PREFIX = re.compile(r"/[A-Za-z0-9/._-]*\Z")


def _plugins(data: list[Any], where: str) -> Plugins:
    found: dict[type[Plugin], Plugin] = {}
    for item in data:
        plugin = plugins.read(item, f"{where}.plugins")
        if type(plugin) in found:
            raise StateError(f"{where}: the same plugin twice")
        found[type(plugin)] = plugin
    return found


def _check_path(path: str, where: str) -> None:
    if not path.startswith("~"):
        if not _PREFIX.match(path):
            raise StateError(f"{where}: path {path!r} is neither a plain prefix nor a ~ pattern")
    elif not _PATTERN.match(path) or "(?" in path:
        raise StateError(f"{where}: pattern {path!r} uses something that not every router reads alike")


def _route(data: object, *, service: str | None, outer: Plugins, where: str) -> Route:
    fields = Fields(data, where)
    name = _named(fields)
    fields.where = f"{where}.{name}"
    fields.only("strip_path", False)
    fields.only("preserve_host", True)
    fields.only("protocols", ["http", "https"])
    route = Route(
        name=name,
        service=service,
        paths=fields.texts("paths"),
        methods=fields.texts("methods", []),
        hosts=fields.texts("hosts", []),
        regex_priority=fields.integer("regex_priority", 0),
        tags=fields.texts("tags", []),
        plugins={**outer, **_plugins(fields.objects("plugins"), fields.where)},
    )
    fields.end()
    for path in route.paths:
        _check_path(path, fields.where)
    if not route.paths or len({path.startswith("~") for path in route.paths}) != 1:
        raise StateError(f"{fields.where}: wants prefixes only or ~ patterns only")
    if unknown := set(route.methods) - _METHODS:
        raise StateError(f"{fields.where}: unknown method {', '.join(sorted(unknown))}")
    if any(not _HOST.match(host) for host in route.hosts):
        raise StateError(f"{fields.where}: hosts must be plain names")
    return route


def _named(fields: Fields) -> str:
    name = fields.text("name")
    if not _NAME.match(name):
        raise StateError(f"{fields.where}: name {name!r} wants small letters, digits and hyphens")
    return name


def _service(data: object, outer: Plugins) -> tuple[Service, list[Route]]:
    fields = Fields(data, "services")
    name = _named(fields)
    fields.where = f"services.{name}"
    fields.only("protocol", "http")
    fields.integer("port")
    fields.integer("write_timeout")
    fields.texts("tags", [])
    service = Service(
        name=name,
        upstream=fields.text("host"),
        connect_ms=fields.integer("connect_timeout"),
        read_ms=fields.integer("read_timeout"),
        retries=fields.integer("retries"),
    )
    inner = {**outer, **_plugins(fields.objects("plugins"), fields.where)}
    where = f"{fields.where}.routes"
    routes = [_route(item, service=name, outer=inner, where=where) for item in fields.objects("routes")]
    fields.end()
    return service, routes


def _healthcheck(fields: Fields) -> Healthcheck:
    checks = fields.inner("healthchecks")
    active = checks.inner("active")
    active.only("type", "http")
    healthy, unhealthy = active.inner("healthy"), active.inner("unhealthy")
    check = Healthcheck(
        path=active.text("http_path"),
        interval_s=healthy.integer("interval"),
        timeout_s=active.integer("timeout"),
        rises=healthy.integer("successes"),
        falls=unhealthy.integer("http_failures"),
    )
    unhealthy.only("interval", check.interval_s)
    unhealthy.integer("tcp_failures")
    unhealthy.integer("timeouts")
    for part in (checks, active, healthy, unhealthy):
        part.end()
    return check


def _targets(data: list[Any], where: str) -> tuple[Target, ...]:
    targets = []
    for item in data:
        fields = Fields(item, f"{where}.targets")
        target = Target(address=fields.text("target"), weight=fields.integer("weight", 100))
        fields.texts("tags", [])
        fields.end()
        if not _ADDRESS.match(target.address):
            raise StateError(f"{where}: target {target.address!r} is not host:port")
        targets.append(target)
    return tuple(targets)


def _upstream(data: object) -> Upstream:
    fields = Fields(data, "upstreams")
    name = fields.text("name")
    fields.where = f"upstreams.{name}"
    fields.only("algorithm", "round-robin")
    fields.texts("tags", [])
    upstream = Upstream(
        name=name,
        targets=_targets(fields.objects("targets"), fields.where),
        healthcheck=_healthcheck(fields) if fields.holds("healthchecks") else None,
    )
    fields.end()
    return upstream


def _consumer(data: object) -> str:
    fields = Fields(data, "consumers")
    name = fields.text("username")
    fields.texts("tags", [])
    fields.where = f"consumers.{name}"
    fields.end()
    return name


def _unique(names: Iterable[str], kind: str) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise StateError(f"{kind}.{name}: the name stands twice")
        seen.add(name)


def read(document: Mapping[str, Any]) -> State:
    """The model of a merged document.

    Raises:
        StateError: an unknown field, plugin or value, a name twice, or a service without its upstream.
    """
    fields = Fields(document, "state")
    fields.only("_format_version", "3.0")
    outer = _plugins(fields.objects("plugins"), "global")
    services = [_service(item, outer) for item in fields.objects("services")]
    routes = [_route(item, service=None, outer=outer, where="routes") for item in fields.objects("routes")]
    routes += [route for _, own in services for route in own]
    upstreams = [_upstream(item) for item in fields.objects("upstreams")]
    consumers = tuple(_consumer(item) for item in fields.objects("consumers"))
    fields.end()
    _unique((service.name for service, _ in services), "services")
    _unique((route.name for route in routes), "routes")
    _unique((upstream.name for upstream in upstreams), "upstreams")
    by_name = {upstream.name: upstream for upstream in upstreams}
    for service, _ in services:
        if service.upstream not in by_name:
            raise StateError(f"services.{service.name}: no upstream is called {service.upstream}")
    return State(
        services={service.name: service for service, _ in services},
        upstreams=by_name,
        routes=tuple(routes),
        consumers=consumers,
    )
