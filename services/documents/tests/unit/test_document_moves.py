"""How a document moves: the whole table, and nothing beside it."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from chassis.ids import new_id
from documents.domain.content import number_of
from documents.domain.document import (
    TRANSITIONS,
    Document,
    DocumentKind,
    DocumentStatus,
    Enrolment,
    Move,
    asked_by,
)
from documents.domain.errors import UnknownMove
from documents.domain.events import document_event

NOW = datetime(2026, 12, 22, 17, tzinfo=UTC)


def _document(status: DocumentStatus) -> Document:
    enrolment = Enrolment(
        enrolment_id=new_id(),
        account_id=new_id(),
        organisation_id=new_id(),
        training_session_id=new_id(),
        training_action_id=new_id(),
        publication_number=1,
        status="attended",
        net_minutes=840,
        recorded_at=NOW,
        recorded_by=None,
        version=4,
    )
    return replace(asked_by(enrolment, DocumentKind.COMPLETION_CERTIFICATE, now=NOW), status=status)


@pytest.mark.parametrize(("status", "move"), TRANSITIONS)
def test_a_move_of_the_table_changes_status_and_version(status: DocumentStatus, move: Move) -> None:
    document = _document(status)
    document.move(move, now=NOW)
    assert (document.status, document.version, document.status_changed_at) == (TRANSITIONS[status, move], 2, NOW)


@pytest.mark.parametrize(("status", "move"), sorted(set(product(DocumentStatus, Move)) - set(TRANSITIONS)))
def test_any_other_move_is_refused_and_changes_nothing(status: DocumentStatus, move: Move) -> None:
    document = _document(status)
    with pytest.raises(UnknownMove):
        document.move(move, now=NOW)
    assert (document.status, document.version) == (status, 1)


def test_a_document_asked_for_says_nothing_to_anybody() -> None:
    with pytest.raises(ValueError):
        document_event(_document(DocumentStatus.PENDING), occurred_at=NOW)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.COMPLETION_CERTIFICATE, "CR-2026-000042"),
        (DocumentKind.END_OF_TRAINING_STATEMENT, "AF-2026-000042"),
        (DocumentKind.CONVOCATION, "CV-2026-000042"),
    ],
)
def test_a_number_names_kind_year_and_rank(kind: DocumentKind, number: str) -> None:
    assert number_of(kind, year=2026, rank=42) == number
