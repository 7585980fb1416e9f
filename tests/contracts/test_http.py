"""The OpenAPI files are what the code does, and keep the rules of the house."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.contracts import openapi
from tests.contracts.apps import WITH_API, app_of

_GOOD: dict[str, Any] = {
    "paths": {
        "/api/x/v1/things": {
            "post": {
                "summary": "Make one.",
                "security": [{"accessToken": []}],
                "requestBody": {
                    "content": {"application/json": {"schema": {"type": "object", "additionalProperties": False}}}
                },
                "responses": {"201": {}, "default": {"content": {openapi.PROBLEM: {}}}},
            }
        }
    }
}
_SPOILING: dict[str, Callable[[dict[str, Any]], object]] = {
    "open to everybody": lambda operation: operation.pop("security"),
    "silent": lambda operation: operation.pop("summary"),
    "without refusals": lambda operation: operation["responses"].pop("default"),
    "refusing in plain JSON": lambda operation: operation["responses"].update(
        {"404": {"content": {"application/json": {}}}}
    ),
    "heeding versions in silence": lambda operation: operation["responses"].update(
        {"412": {"content": {openapi.PROBLEM: {}}}}
    ),
    "taking anything": lambda operation: operation["requestBody"]["content"]["application/json"]["schema"].pop(
        "additionalProperties"
    ),
}


@pytest.mark.parametrize("service", WITH_API)
def test_the_file_is_what_the_running_code_does(service: str) -> None:
    is_same = openapi.path_of(service).read_text() == openapi.running(service)
    assert is_same, f"run `python -m tests.contracts.export {service}` and commit the file with the change"


@pytest.mark.parametrize("service", WITH_API)
def test_the_file_keeps_the_rules_of_the_house(service: str) -> None:
    assert openapi.faults(service, openapi.read(service), openapi.public_operations()) == []


@pytest.mark.parametrize("what", _SPOILING)
def test_an_operation_that_breaks_a_rule_is_caught(what: str) -> None:
    spoiled = copy.deepcopy(_GOOD)
    _SPOILING[what](spoiled["paths"]["/api/x/v1/things"]["post"])
    assert openapi.faults("x", _GOOD, set()) == []
    assert openapi.faults("x", spoiled, set()) != []


def test_a_schema_that_is_none_is_caught() -> None:
    spoiled = {**_GOOD, "components": {"schemas": {"Thing": {"type": "number", "minimum": "0.1"}}}}
    assert openapi.faults("x", spoiled, set()) != []


def test_what_is_listed_as_public_exists() -> None:
    existing = {f"{m} {path}" for service in WITH_API for m, path, _ in openapi.operations(openapi.read(service))}
    assert openapi.public_operations() - existing == set()


@pytest.mark.parametrize("service", [*WITH_API, "web"])
def test_every_rule_of_the_running_app_says_who_may_call_it(service: str) -> None:
    app = app_of(service)
    silent = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        view_class = getattr(view, "view_class", None)
        handlers = [getattr(view_class, m.lower(), None) for m in rule.methods or ()] if view_class else [view]
        silent += [f"{rule}" for handler in handlers if handler is not None and not getattr(handler, "access", ())]
    assert silent == []
