"""Traces: spans of our work and of the database, where they are asked for."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from sqlalchemy import text

from chassis import database, telemetry
from chassis.tracing import current_traceparent, open_spans_by, traced

TRACE = "a" * 32
PARENT = f"00-{TRACE}-{'b' * 16}-01"
Spans = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def spans(service_database: Callable[[str], str], tmp_path: Path) -> Iterator[Spans]:
    """Recording into a folder; gives what was recorded by then."""
    service_database("enrolment")
    provider = telemetry.configure(service="enrolment", url=tmp_path.as_uri(), engines=database.engines())

    def read() -> list[dict[str, Any]]:
        provider.force_flush()
        return [json.loads(line) for line in (tmp_path / "enrolment.jsonl").read_text().splitlines()]

    yield read
    open_spans_by()
    SQLAlchemyInstrumentor().uninstrument()
    provider.shutdown()


def test_a_statement_is_a_span_under_the_work_that_made_it(spans: Spans) -> None:
    with traced(PARENT, "hear account.closed.v1"), database.transaction() as session:
        session.execute(text("SELECT 41 + :one"), {"one": 1})
    told = {span["name"]: span for span in spans()}
    ours = told["hear account.closed.v1"]
    statements = [span for span in told.values() if "41 +" in str(span["attributes"].get("db.statement"))]
    assert ours["context"]["trace_id"] == f"0x{TRACE}"
    assert [span["parent_id"] for span in statements] == [ours["context"]["span_id"]]


def test_a_statement_on_the_reading_side_is_a_span_too(spans: Spans) -> None:
    with traced(PARENT, "GET /"), database.snapshot() as connection:
        connection.execute(text("SELECT 43"))
    assert any("SELECT 43" in str(span["attributes"].get("db.statement")) for span in spans())


def test_what_is_handed_on_names_the_span(spans: Spans) -> None:
    with traced(PARENT, "task mail"):
        handed_on = current_traceparent()
    (ours,) = [span for span in spans() if span["name"] == "task mail"]
    assert handed_on == f"00-{TRACE}-{ours['context']['span_id'].removeprefix('0x')}-01"


def test_neither_values_nor_what_an_exception_says_are_recorded(spans: Spans) -> None:
    def fail() -> None:
        with traced(PARENT, "GET /"):
            with database.transaction() as session:
                session.execute(text("SELECT :name"), {"name": "Alain Proviste"})
            raise ValueError("Alain Proviste")

    with pytest.raises(ValueError, match="Alain"):
        fail()
    assert "Alain" not in json.dumps(spans())


def test_a_malformed_parent_begins_a_new_trace(spans: Spans) -> None:
    with traced("garbage", "GET /"):
        pass
    (ours,) = [span for span in spans() if span["name"] == "GET /"]
    assert ours["parent_id"] is None
