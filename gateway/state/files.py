"""State files and overlays on disk, merged into one document."""

import copy
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from gateway.state import overlay
from gateway.state.errors import StateError

KONG = Path(__file__).resolve().parents[1] / "kong"
ENVIRONMENTS = tuple(sorted(path.stem for path in (KONG / "overlays").glob("*.yaml")))
# Overlays that go over any environment, where operators want what they bring.
OPTIONS = tuple(sorted((KONG / "options").glob("*.yaml")))
_LISTS = ("services", "routes", "plugins", "upstreams", "consumers")
_TAGGED_INSIDE = ("routes", "plugins", "jwt_secrets", "targets")
DECK_ONLY = ("_info", "_plugin_configs", "_workspace", "_konnect", "_transform")


def read(path: Path) -> Any:
    """One YAML file.

    Raises:
        StateError: it cannot be read, or holds deck's `${{ env … }}`, which neither target can fill.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if "${{" in text:
            raise StateError(f"{path.name}: deck's ${{{{ env … }}}} has no value here; use an overlay")
        return yaml.safe_load(text)
    except (OSError, yaml.YAMLError) as fault:
        raise StateError(f"{path.name}: {fault}") from fault


def _tag(entity: dict[str, Any], tags: list[str]) -> None:
    entity["tags"] = [*entity.get("tags", []), *(tag for tag in tags if tag not in entity.get("tags", []))]
    for name in _TAGGED_INSIDE:
        for inner in entity.get(name, []):
            _tag(inner, tags)


def _select_tags(document: dict[str, Any], where: str) -> list[str]:
    info = document.pop("_info", {})
    if set(info) - {"select_tags"}:
        raise StateError(f"{where}: of _info only select_tags is understood")
    tags: list[str] = info.get("select_tags", [])
    return tags


def merge(documents: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """One document of several; the `select_tags` of each become tags of its entities, as deck does.

    Raises:
        StateError: another format version, or a part of deck's format that we do not use.
    """
    merged: dict[str, Any] = {"_format_version": "3.0"}
    for where, original in documents:
        if not isinstance(original, Mapping) or original.get("_format_version") != "3.0":
            raise StateError(f'{where}: _format_version must be "3.0"')
        document = copy.deepcopy(dict(original))
        document.pop("_format_version")
        tags = _select_tags(document, where)
        for name, entities in document.items():
            if name not in _LISTS:
                raise StateError(f"{where}: unknown or unsupported: {name}")
            for entity in entities:
                _tag(entity, tags)
            merged.setdefault(name, []).extend(entities)
    return merged


def base(folder: Path = KONG) -> list[tuple[str, Any]]:
    """The state files of every owner, by name."""
    return [(path.name, read(path)) for path in sorted((folder / "base").glob("*.yaml"))]


def load(environment: str, *, patches: Iterable[Path] = (), folder: Path = KONG) -> dict[str, Any]:
    """The merged document of an environment, with further overlays on top.

    Raises:
        StateError: no such environment, or a file that cannot be understood.
    """
    path = folder / "overlays" / f"{environment}.yaml"
    if not path.is_file():
        raise StateError(f"no environment {environment!r}; there are {', '.join(ENVIRONMENTS)}")
    document = merge(base(folder))
    for layer in (path, *patches):
        overlay.apply(document, read(layer), where=layer.name)
    return document
