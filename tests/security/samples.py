"""Input made from an OpenAPI schema: the smallest that holds, and many that do not."""

from collections.abc import Iterator
from typing import Any

_FORMATS = {
    "uuid": "01930000-0000-7000-8000-0000000099ff",
    "date": "2027-03-01",
    "date-time": "2027-03-01T09:00:00Z",
    "time": "09:00",
    "email": "stranger@example.org",
    "uri": "https://example.org/",
    "url": "https://example.org/",
}
# A postcode, a SIRET and a declaration number that nobody has.
_PATTERNS = {"[0-9]{5}": "17000", "[0-9 ]{14,25}": "00000000000000", "[0-9 ]{11,20}": "00000000000"}
Schema = dict[str, Any]


def resolved(document: Schema, schema: Schema) -> Schema:
    """The schema that a `$ref` names, or the schema itself."""
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def _kind(schema: Schema) -> str:
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    return str(next(kind for kind in kinds if kind != "null") if isinstance(kinds, list) else kinds)


def _text(schema: Schema) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    for pattern, example in _PATTERNS.items():
        if pattern in schema.get("pattern", ""):
            return example
    return "text".ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength", 1000)]


def smallest(document: Schema, schema: Schema) -> Any:
    """A value that the schema takes, with required fields only."""
    schema = resolved(document, schema)
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return smallest(document, schema[choice][0])
    if "enum" in schema:
        return schema["enum"][0]
    if "const" in schema:
        return schema["const"]
    kind = _kind(schema)
    if kind == "object":
        fields = schema.get("properties", {})
        return {name: smallest(document, fields[name]) for name in schema.get("required", []) if name in fields}
    if kind == "array":
        return [smallest(document, schema["items"]) for _ in range(schema.get("minItems", 0))]
    simple: dict[str, Any] = {"integer": schema.get("minimum", 1), "number": 1.0, "boolean": True}
    return simple.get(kind, _text(schema))


# What no field of ours takes, whatever its type: each has broken a service somewhere.
_POISON: dict[str, Any] = {
    "an object": {"$gt": ""},
    "nested lists": [[[]]],
    "a NUL character": "a\u0000b",
    "a number out of every range": 10**30,
    "not a number": float("nan"),
}


def poisoned(document: Schema, schema: Schema) -> Iterator[tuple[str, Any]]:
    """Bodies that are almost right: one field at a time holds what it cannot."""
    body = smallest(document, schema)
    for name in resolved(document, schema).get("properties", {}):
        for what, value in _POISON.items():
            yield f"{name} is {what}", {**body, name: value}
