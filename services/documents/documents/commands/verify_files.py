"""`python -m documents verify-files`: compare every stored file with the hash kept at its issue."""

import sys

import orjson

from documents.usecases.verify_files import verify_files


def run(_arguments: list[str]) -> int:
    """Print each faulty file and a summary, as JSON lines; status 1 where a file is missing or changed."""
    checked, faulty = 0, 0
    for result in verify_files():
        checked += 1
        if result.fault:
            faulty += 1
            _say({"number": result.number, "file": result.file_name, "fault": result.fault})
    _say({"checked": checked, "faulty": faulty})
    return 1 if faulty else 0


def _say(line: dict[str, object]) -> None:
    sys.stdout.write(orjson.dumps(line).decode() + "\n")
