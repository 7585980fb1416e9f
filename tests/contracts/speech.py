"""contracts/asyncapi.yaml as a table: which service says and hears what, on which routing key."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
ASYNCAPI = ROOT / "contracts/asyncapi.yaml"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One line of the table; `types` are the event types its channel carries."""

    service: str
    verb: str
    object: str
    action: str
    address: str
    types: tuple[str, ...]


@cache
def document() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(ASYNCAPI.read_text())
    return read


def resolve(reference: str) -> Any:
    """What a local `$ref` names.

    Raises:
        KeyError: nothing is there.
    """
    found: Any = document()
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


@cache
def operations() -> tuple[Operation, ...]:
    found = []
    for name, operation in document()["operations"].items():
        service, verb, what = name.split(".", 2)
        channel = resolve(operation["channel"]["$ref"])
        found.append(
            Operation(
                service=service,
                verb=verb,
                object=what,
                action=operation["action"],
                address=channel["address"],
                types=tuple(channel["messages"]),
            )
        )
    return tuple(found)


def with_verb(verb: str) -> list[Operation]:
    """Operations of one verb: says, hears, replays_to, hears_replay_of."""
    return [operation for operation in operations() if operation.verb == verb]
