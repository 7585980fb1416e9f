"""`keys ensure|create|promote|retire`, `keys export FOLDER`: the signing keys, and their public parts for gateways."""

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from chassis.clock import now
from chassis.database import Session, transaction
from chassis.errors import DomainError
from identity.usecases.export_keys import export_keys
from identity.usecases.rotate_keys import create_next_key, ensure_key, promote_key, retire_keys


def _retire(session: Session, *, now: datetime, at_once: bool = False) -> str:
    return " ".join(retire_keys(session, now=now, at_once=at_once))


_MOVES: dict[str, Callable[..., str]] = {
    "ensure": ensure_key,
    "create": create_next_key,
    "promote": promote_key,
    "retire": _retire,
}


def run(arguments: list[str]) -> int:
    """Prints the identifiers of the keys concerned; 1 where the keys do not allow the move now."""
    parser = argparse.ArgumentParser(prog="python -m identity keys", description=__doc__)
    parser.add_argument("move", choices=[*_MOVES, "export"])
    parser.add_argument("folder", nargs="?", type=Path, help="for export: gets one <kid>.pem per published key")
    parser.add_argument("--at-once", action="store_true", help="promote, retire: a key was stolen, do not wait")
    asked = parser.parse_args(arguments)
    if (asked.move == "export") != (asked.folder is not None):
        parser.error("export needs a folder, the others none")
    if asked.at_once and asked.move not in ("promote", "retire"):
        parser.error("only promote and retire can be hurried")
    try:
        with transaction() as session:
            if asked.move == "export":
                print("\n".join(_export(export_keys(session), asked.folder)))
            else:
                hurry = {"at_once": True} if asked.at_once else {}
                print(_MOVES[asked.move](session, now=now(), **hurry))
    except DomainError as refusal:
        print(f"refused: {refusal.title} {refusal.figures}", file=sys.stderr)
        return 1
    return 0


def _export(keys: dict[str, bytes], folder: Path) -> list[str]:
    """Write each key, and remove the files of keys that are published no more."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.pem"):
        if path.stem not in keys:
            path.unlink()
    for kid, pem in keys.items():
        (folder / f"{kid}.pem").write_bytes(pem)
    return sorted(keys)
