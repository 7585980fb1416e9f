"""`python -m documents verify-files`: check the hash and the seal of every stored file."""

import sys

import orjson

from documents.usecases.verify_files import verify_files


def run(_arguments: list[str]) -> int:
    """Print each fault with its document's number and a summary, as JSON lines; status 1 where there is a fault."""
    checked, faulty = 0, 0
    for result in verify_files():
        checked += 1
        faulty += bool(result.faults)
        for fault in result.faults:
            _say({"number": result.number, "file": result.file_name, "fault": fault})
    _say({"checked": checked, "faulty": faulty})
    return 1 if faulty else 0


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
