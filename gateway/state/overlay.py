"""Overlays in the format of `deck file patch`, with the part of JSONPath that ours need."""

import copy
import re
from collections.abc import Mapping
from typing import Any

from gateway.state.errors import StateError
from gateway.state.fields import Fields

_STEP = re.compile(r"""\.(?P<name>[A-Za-z_]+)|(?P<all>\[\*\])|\[\?\(@\.(?P<key>\w+)==(['"])(?P<value>[^'"]*)\4\)\]""")


def _steps(selector: str) -> list[re.Match[str]]:
    if not selector.startswith("$"):
        raise StateError(f"selector {selector!r} does not start with $")
    steps, at = [], 1
    while at < len(selector):
        step = _STEP.match(selector, at)
        if step is None:
            raise StateError(f"selector {selector!r}: only .name, [*] and [?(@.key=='value')] are understood")
        steps.append(step)
        at = step.end()
    return steps


def _follow(step: re.Match[str], node: Any) -> list[Any]:
    if name := step["name"]:
        return [node[name]] if isinstance(node, Mapping) and name in node else []
    items = node if isinstance(node, list) else []
    if step["all"]:
        return list(items)
    return [item for item in items if isinstance(item, Mapping) and item.get(step["key"]) == step["value"]]


def select(document: Any, selector: str) -> list[Any]:
    """The nodes that a selector names."""
    nodes = [document]
    for step in _steps(selector):
        nodes = [found for node in nodes for found in _follow(step, node)]
    return nodes


def _apply(document: dict[str, Any], patch: object, where: str) -> None:
    fields = Fields(patch, where)
    selectors = fields.texts("selectors")
    values = fields.mapping("values")
    removed = fields.texts("remove", [])
    fields.end()
    for selector in selectors:
        nodes = select(document, selector)
        if not nodes:
            raise StateError(f"{where}: {selector} names nothing")
        for node in nodes:
            if not isinstance(node, dict):
                raise StateError(f"{where}: {selector} does not name an object")
            node.update(copy.deepcopy(values))
            for name in removed:
                node.pop(name, None)


def apply(document: dict[str, Any], overlay: object, *, where: str) -> None:
    """Change `document` in place.

    Raises:
        StateError: the overlay is malformed, or names something that is not there.
    """
    fields = Fields(overlay, where)
    fields.only("_format_version", "1.0")
    patches = fields.objects("patches")
    fields.end()
    for number, patch in enumerate(patches, start=1):
        _apply(document, patch, f"{where}: patch {number}")
