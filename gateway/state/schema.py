"""deck's own JSON schema of state files, where a copy of it is at hand."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

from gateway.state.errors import StateError

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "reference" / "kong-deck-state.schema.json"


def present(path: Path = REFERENCE) -> bool:
    """Whether there is a copy to validate against."""
    return path.is_file()


def check(document: Any, *, where: str, path: Path = REFERENCE) -> None:
    """Validate one state file, or a merged document.

    Raises:
        StateError: every fault, with its place.
    """
    validator = Draft4Validator(json.loads(path.read_text(encoding="utf-8")))
    faults = [f"{where}: {fault.json_path}: {fault.message}" for fault in validator.iter_errors(document)]
    if faults:
        raise StateError("\n".join(faults))
