"""The JSON Schemas of contracts/events as a registry: open for hearers, closed for speakers."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

ROOT = Path(__file__).resolve().parents[2]
EVENTS = ROOT / "contracts/events"
SUFFIX = ".schema.json"
_ENVELOPE = "shared/envelope.schema.json"


def event_types() -> list[str]:
    """Every type that has a schema: `organisation.registered.v1`."""
    return sorted(path.name.removesuffix(SUFFIX) for path in EVENTS.glob(f"*{SUFFIX}"))


def schema_of(event_type: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EVENTS / f"{event_type}{SUFFIX}").read_text())
    return document


def example_of(event_type: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((EVENTS / "examples" / f"{event_type}.json").read_text())
    return document


def _closed(schema: Any) -> Any:
    """The same schema, in which every object that lists its properties has no others."""
    if isinstance(schema, list):
        return [_closed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(value) for name, value in schema.items()}
    if "properties" in closed and closed.get("type") == "object":
        closed.setdefault("additionalProperties", False)
    return closed


@cache
def _registry(*, is_closed: bool) -> Registry[Any]:
    resources = []
    for path in EVENTS.rglob(f"*{SUFFIX}"):
        name, document = path.relative_to(EVENTS).as_posix(), json.loads(path.read_text())
        # The envelope may carry other CloudEvents extensions; what a speaker adds to the data must be in the contract.
        contents = _closed(document) if is_closed and name != _ENVELOPE else document
        resources.append((name, DRAFT202012.create_resource(contents)))
    return Registry().with_resources(resources)


def faults(envelope: dict[str, Any], *, is_closed: bool = False) -> list[str]:
    """What the schema of the envelope's type finds wrong; `is_closed` refuses fields that it does not name."""
    validator = Draft202012Validator(
        {"$ref": f"{envelope['type']}{SUFFIX}"},
        registry=_registry(is_closed=is_closed),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    return [f"{'/'.join(map(str, fault.absolute_path))}: {fault.message}" for fault in validator.iter_errors(envelope)]
