"""What each broker user may do, made from contracts/asyncapi.yaml: what a service says and hears, nothing else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from deploy.local.instance import ROOT

CONTRACT = ROOT / "contracts/asyncapi.yaml"
EXCHANGE = "pp.events"


@dataclass
class Topics:
    """Routing keys of one service."""

    says: set[str] = field(default_factory=set)
    hears: set[str] = field(default_factory=set)


def topics_by_service(contract: Path = CONTRACT) -> dict[str, Topics]:
    """An operation is named `<service>.<verb>.…`; its channel's address is the routing key."""
    document: Mapping[str, Any] = yaml.safe_load(contract.read_text())
    found: dict[str, Topics] = {}
    for name, operation in document["operations"].items():
        channel = operation["channel"]["$ref"].removeprefix("#/channels/")
        address = document["channels"][channel]["address"]
        topics = found.setdefault(name.partition(".")[0], Topics())
        (topics.says if operation["action"] == "send" else topics.hears).add(address)
    return found


def exactly(keys: set[str]) -> str:
    """A regular expression that matches these routing keys and no other; none at all for an empty set."""
    return f"^({'|'.join(re.escape(key) for key in sorted(keys))})$" if keys else "^$"


def permissions(service: str) -> dict[str, str]:
    """On queues and exchanges: its own names, and the one exchange for events."""
    own = f"{re.escape(service)}\\..*"
    shared = re.escape(EXCHANGE)
    return {"configure": f"^{own}$", "write": f"^({own}|{shared})$", "read": f"^({own}|{shared})$"}


def topic_permissions(topics: Topics) -> dict[str, str]:
    """On the exchange for events: `write` is checked when publishing, `read` when binding a queue."""
    return {"exchange": EXCHANGE, "write": exactly(topics.says), "read": exactly(topics.hears)}
