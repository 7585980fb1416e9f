"""`python -m tests.journeys.trace`: one request for a place, from the click to the last e-mail, as a tree of spans."""

import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.local.instance import Instance
from deploy.local.platform import Platform
from deploy.local.progress import to_nobody
from tests.journeys.procedure import ask_for_a_place

POST = "POST "
# Mails and copies follow within seconds; spans are written every second.
SETTLES_S = 12.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """Milliseconds; `parent` is empty for the first of a trace."""

    trace: str
    id: str
    parent: str
    service: str
    name: str
    began_at: datetime
    lasted_ms: float


def _read(line: str) -> Span:
    told = json.loads(line)
    began, ended = (datetime.fromisoformat(told[name]) for name in ("start_time", "end_time"))
    statement = told["attributes"].get("db.statement") or told["attributes"].get("db.query.text") or ""
    return Span(
        trace=told["context"]["trace_id"],
        id=told["context"]["span_id"],
        parent=told["parent_id"] or "",
        service=told["resource"]["attributes"]["service.name"],
        name=" ".join(statement.split())[:80] or told["name"],
        began_at=began,
        lasted_ms=(ended - began).total_seconds() * 1_000,
    )


def read(folder: Path) -> list[Span]:
    """Every span of a folder that PP_TRACES_URL names, the earliest first."""
    found = [_read(line) for file in sorted(folder.glob("*.jsonl")) for line in file.read_text().splitlines()]
    return sorted(found, key=lambda span: span.began_at)


def tree(spans: list[Span], *, statements: bool = False) -> Iterator[str]:
    """One trace, a line a span, indented under its parent; what somebody else began stands first."""
    known = {span.id for span in spans}
    under: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        under[span.parent if span.parent in known else ""].append(span)

    def lines(parent: str, depth: int) -> Iterator[str]:
        for span in under[parent]:
            if statements or span.name.startswith(("GET", "POST", "PUT", "DELETE", "PATCH", "hear", "task", "job")):
                yield f"{span.lasted_ms:9.1f} ms  {'   ' * depth}{span.service}  {span.name}"
            yield from lines(span.id, depth + 1)

    yield from lines("", 0)


def trace_of_the_request(spans: list[Span]) -> list[Span]:
    """The trace in which enrolment took the request and others heard of it.

    Raises:
        LookupError: there is none.
    """
    for span in spans:
        if span.service == "enrolment" and span.name == "POST /api/enrolment/v1/enrolments":
            return [one for one in spans if one.trace == span.trace]
    raise LookupError("no request for a place was traced")


def record(folder: Path) -> list[Span]:
    """Starts a platform of its own, asks for a place, and gives all spans."""
    platform = Platform(Instance(name="trace", durable=False), say=to_nobody, traces_url=folder.as_uri())
    try:
        platform.start(afresh=True)
        ask_for_a_place(platform.site_url)
        time.sleep(SETTLES_S)
    finally:
        platform.stop()
    return read(folder)


def main(arguments: list[str]) -> int:
    """Exit status 0; the tree on standard output, with every statement of the databases after `--statements`."""
    with tempfile.TemporaryDirectory(prefix="traces-") as folder:
        spans = trace_of_the_request(record(Path(folder)))
    print("\n".join(tree(spans, statements="--statements" in arguments)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
