"""What the place adds to the state: where to listen, where the replicas are, which keys count."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gateway.state.errors import StateError
from gateway.state.model import Service, State, Target

MOST_SLOTS = 64
KID = re.compile(r"[A-Za-z0-9_-]{1,128}\Z")
_LISTEN = re.compile(r"[A-Za-z0-9.:*\[\]-]+:[0-9]{1,5}\Z")


@dataclass(frozen=True, kw_only=True)
class Options:
    """`keys`: public keys (PEM files) by `kid`; `addresses`: replicas by service, before the state's own targets.

    `slots`: how many replicas may answer to one name.
    """

    listen: str
    keys: Mapping[str, Path]
    addresses: Mapping[str, tuple[str, ...]]
    logs_requests: bool = False
    slots: int = 1

    def __post_init__(self) -> None:
        if not _LISTEN.match(self.listen):
            raise StateError(f"--listen wants host:port, not {self.listen!r}")
        if not 1 <= self.slots <= MOST_SLOTS:
            raise StateError(f"--slots wants 1 to {MOST_SLOTS}, not {self.slots}")


def read_keys(folder: Path) -> dict[str, Path]:
    """Public keys by `kid`: the files `<kid>.pem` of a folder.

    Raises:
        StateError: no key at all, or a name that is no `kid`, or a file that holds anything but one public key.
    """
    keys = {}
    for path in sorted(folder.resolve().glob("*.pem")):
        text = path.read_text(encoding="ascii", errors="replace").strip()
        if not text.startswith("-----BEGIN PUBLIC KEY-----") or text.count("-----BEGIN") != 1:
            raise StateError(f"{path.name} holds no public key in PEM, or more than one")
        if not KID.match(path.stem):
            raise StateError(f"{path.name}: {path.stem!r} is no kid")
        keys[path.stem] = path
    if not keys:
        raise StateError(f"no <kid>.pem in {folder}")
    return keys


def read_addresses(path: Path) -> dict[str, tuple[str, ...]]:
    """Replicas by service: {"web": "127.0.0.1:8001"} or a list of them.

    Raises:
        StateError: the file is no such object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {name: (value,) if isinstance(value, str) else tuple(map(str, value)) for name, value in data.items()}
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        raise StateError(f"{path}: {fault}") from fault


def targets_of(service: Service, state: State, options: Options) -> tuple[Target, ...]:
    """The replicas of a service.

    Raises:
        StateError: neither the state nor the addresses name one.
    """
    if given := options.addresses.get(service.name):
        return tuple(Target(address=address, weight=100) for address in given)
    if targets := state.upstreams[service.upstream].targets:
        return targets
    raise StateError(f"upstreams.{service.upstream}: no target; this environment wants --addresses")
