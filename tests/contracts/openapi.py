"""The OpenAPI files of contracts/http, and the rules they keep."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from chassis.app import openapi_document
from tests.contracts.apps import app_of

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "contracts/http"
PUBLIC = ROOT / "contracts/http/public-operations.txt"
PROBLEM = "application/problem+json"
_METHODS = ("get", "post", "put", "patch", "delete")

Operation = tuple[str, str, dict[str, Any]]


def running(service: str) -> str:
    """The file as the code of now would write it."""
    document = orjson.loads(orjson.dumps(openapi_document(app_of(service))))
    return yaml.safe_dump(document, sort_keys=True, allow_unicode=True, width=120)


def path_of(service: str) -> Path:
    return FOLDER / f"{service}.openapi.yaml"


def read(service: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(path_of(service).read_text())
    return document


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Method, path and description of every operation."""
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def public_operations() -> set[str]:
    """What may be called without a token: `GET /api/…`."""
    lines = PUBLIC.read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def _resolved(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def faults(service: str, document: dict[str, Any], public: set[str]) -> list[str]:
    """What an OpenAPI file says that the house does not allow, or leaves out."""
    found = list(_of_schemas(document))
    for method, path, operation in operations(document):
        name = f"{method} {path}"
        found += [
            f"{name}: {fault}" for fault in _of_operation(document, operation, method=method, is_public=name in public)
        ]
        if not path.startswith(f"/api/{service}/v1/"):
            found.append(f"{name}: does not stand under /api/{service}/v1/")
        if re.search(r"[A-Z_]", re.sub(r"{\w+}", "", path)):
            found.append(f"{name}: a path is written in small letters and hyphens")
    return found


def _of_schemas(document: dict[str, Any]) -> Iterator[str]:
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as fault:
            yield f"{name}: no JSON Schema: {fault.message}"


def _of_operation(
    document: dict[str, Any], operation: dict[str, Any], *, method: str, is_public: bool
) -> Iterator[str]:
    if bool(operation.get("security")) == is_public:
        yield "is public and not listed, or listed and not public"
    if not operation.get("summary"):
        yield "says nothing about itself"
    yield from _of_answers(document, operation.get("responses", {}))
    yield from _of_versions(operation, is_written=method in ("PUT", "PATCH"))
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = _resolved(document, content["schema"])
        if schema.get("type") == "object" and schema.get("additionalProperties") is not False:
            yield "takes fields that it does not name"


def _of_versions(operation: dict[str, Any], *, is_written: bool) -> Iterator[str]:
    answers = operation.get("responses", {})
    shown = [answer for status, answer in answers.items() if status[0] == "2" and status != "204"]
    if "412" in answers and not any(entry.get("name") == "If-Match" for entry in operation.get("parameters", [])):
        yield "refuses an old version and names no If-Match"
    if "412" in answers and is_written and not all("ETag" in answer.get("headers", {}) for answer in shown):
        yield "answers without the new ETag"


def _of_answers(document: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    refusals = [status for status in answers if status == "default" or status[0] in "45"]
    if not any(status.startswith("2") for status in answers):
        yield "has no answer but refusals"
    if not refusals:
        yield "documents no refusal"
    for status in refusals:
        if set(_resolved(document, answers[status]).get("content", {})) != {PROBLEM}:
            yield f"its refusal {status} is not {PROBLEM}"
