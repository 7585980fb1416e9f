"""Every kind of e-mail with the examples of templates/examples/, one file an area."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from notification.channels import letters
from notification.channels.letters import Letter
from notification.domain.kinds import MessageKind


@dataclass(frozen=True, kw_only=True)
class Example:
    """One kind in one situation; `name` is unique: enrolled, enrolled-remote…"""

    name: str
    kind: MessageKind
    letter: Letter


def show_gallery() -> Iterator[Example]:
    """Each kind in each of its situations, composed as it would be sent.

    Raises:
        KeyError: a kind has no example.
    """
    known = example_facts()
    for kind in MessageKind:
        for situation, facts in known[kind.value].items():
            name = kind.value if situation == "usual" else f"{kind.value}-{situation}"
            yield Example(name=name, kind=kind, letter=letters.compose(kind, facts))


def example_facts() -> dict[str, dict[str, dict[str, Any]]]:
    """Per kind and situation its facts: those of its area with what the situation changes."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path in sorted((letters.TEMPLATES / "examples").glob("*.json")):
        area = json.loads(path.read_text())
        for kind, situations in area["kinds"].items():
            found[kind] = {name: {**deepcopy(area["facts"]), **changes} for name, changes in situations.items()}
    return found
