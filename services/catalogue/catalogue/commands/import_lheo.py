"""`import-lheo FILE --type CODE --theme CODE`: take a LHÉO file of any size at once."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import orjson

from catalogue.domain.editors import Editor
from catalogue.domain.errors import ActionDescriptionInvalid
from catalogue.domain.imports import ImportStatus
from catalogue.domain.offers import ImportTerms
from catalogue.domain.training_actions import Access
from catalogue.usecases.import_operators_file import faults_of, import_operators_file
from catalogue.usecases.manage_imports import ImportPlan
from chassis import clock

CHUNK_BYTES = 256 * 1024
# Whoever runs a command has no account; the journal says so.
OPERATOR = Editor(account_id=UUID(int=0), role="operator", is_staff=True)


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m catalogue import-lheo", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--type", required=True, help="code of the type of new actions")
    parser.add_argument("--theme", required=True, help="code of the theme of new actions")
    parser.add_argument("--access", choices=[access.value for access in Access], default=Access.OPEN.value)
    parser.add_argument("--capacity", type=int, default=12, help="seats of a session that tells none")
    parser.add_argument("--publish", action="store_true", help="publish what is complete")
    return parser.parse_args(arguments)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def run(arguments: list[str]) -> int:
    """Print each fault and then the counts, as JSON lines; status 1: the file cannot be read, 2: the call is wrong."""
    try:
        told = _arguments(arguments)
    except SystemExit as ending:
        return int(ending.code or 0)
    if not told.file.is_file():
        print(f"catalogue: no such file: {told.file}", file=sys.stderr)
        return 2
    terms = ImportTerms(
        type_code=told.type,
        theme_code=told.theme,
        access=Access(told.access),
        capacity=max(1, told.capacity),
        publish=told.publish,
    )
    plan = ImportPlan(file_name=told.file.name, terms=terms)
    try:
        done = import_operators_file(plan, lambda: _chunks(told.file), editor=OPERATOR, now=clock.now())
    except ActionDescriptionInvalid:
        print("catalogue: no such type or theme", file=sys.stderr)
        return 2
    for fault in faults_of(done):
        line = {"line": fault.line, "offer": fault.identifier, "reason": fault.reason, **fault.figures}
        sys.stdout.write(orjson.dumps(line, default=str).decode() + "\n")
    names = ("formations", "created", "updated", "unchanged", "published", "sessions", "faulty", "remarks", "failure")
    counts = {"status": done.status, **{name: getattr(done, name) for name in names}}
    sys.stdout.write(orjson.dumps(counts, default=str).decode() + "\n")
    return 0 if done.status is ImportStatus.DONE else 1
