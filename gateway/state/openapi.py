"""The promised HTTP interfaces (contracts/http) against the routes: reachable, as protected as promised."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from gateway.state.errors import StateError
from gateway.state.model import Route, State
from gateway.state.routing import Candidate, route_for

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "http"
_METHODS = ("get", "put", "post", "delete", "patch")
_PARAMETER = re.compile(r"\{([^{}]+)\}")
_SAMPLE = "01930000-0000-7000-8000-000000000001"
_SAMPLE_NUMBER = "1"


def _filled(path: str, numbers: set[str]) -> str:
    return _PARAMETER.sub(lambda found: _SAMPLE_NUMBER if found[1] in numbers else _SAMPLE, path)


def _operations(document: dict[str, Any]) -> Iterable[tuple[str, str, bool]]:
    """Method, path with samples for parameters, whether it asks for a token; paths outside /api/ are no promise."""
    for path, item in document.get("paths", {}).items():
        numbers = {entry["name"] for entry in item.get("parameters", []) if entry["schema"].get("type") == "integer"}
        sample = _filled(path, numbers)
        for method in _METHODS:
            if method in item and path.startswith("/api/"):
                asks = bool(item[method].get("security", document.get("security")))
                yield method.upper(), sample, asks


def _fault(state: State, service: str, method: str, path: str, *, asks: bool) -> str | None:
    route = route_for(state, method, path)
    if route is None or route.service != service:
        return f"{method} {path}: {service} promises it, {route.name if route else 'no route'} answers"
    if route.is_protected != asks:
        return f"{method} {path}: the promise is {'protected' if asks else 'public'}, the route {route.name} is not"
    return None


def _idle(state: State, operations: list[tuple[str, str, bool]]) -> Iterable[str]:
    """Public paths of the API that no promise needs."""
    for route in state.routes:
        if not (route.is_api and route.service) or route.is_protected:
            continue
        for path in route.paths:
            if not any(Candidate(route, path).answers(method, asked) for method, asked, asks in operations if not asks):
                yield f"routes.{route.name}: {path} opens what nobody promises"


def _described(folder: Path) -> dict[str, dict[str, Any]]:
    return {
        path.name.removesuffix(".openapi.yaml"): yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.openapi.yaml"))
    }


def services_described(folder: Path = CONTRACTS) -> tuple[str, ...]:
    """The services whose interface is written down."""
    return tuple(_described(folder))


def check(state: State, folder: Path = CONTRACTS) -> None:
    """Every promised operation.

    Raises:
        StateError: one line per operation out of reach or wrongly protected, and per public path too many.
    """
    documents = _described(folder)
    by_service = {name: list(_operations(document)) for name, document in documents.items()}
    faults = [
        fault
        for name, operations in by_service.items()
        for method, path, asks in operations
        if (fault := _fault(state, name, method, path, asks=asks))
    ]
    described = [route for route in state.routes if route.service in documents]
    everything = [operation for operations in by_service.values() for operation in operations]
    faults += _idle(_only(state, described), everything)
    if faults:
        raise StateError("\n".join(faults))


def _only(state: State, routes: list[Route]) -> State:
    return State(services=state.services, upstreams=state.upstreams, routes=tuple(routes), consumers=state.consumers)
