"""Every kind of e-mail with the examples of templates/examples.json."""

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
    examples = json.loads((letters.TEMPLATES / "examples.json").read_text())
    for kind in MessageKind:
        for situation, changes in examples["kinds"][kind.value].items():
            facts: dict[str, Any] = {**deepcopy(examples["facts"]), **changes}
            name = kind.value if situation == "usual" else f"{kind.value}-{situation}"
            yield Example(name=name, kind=kind, letter=letters.compose(kind, facts))
