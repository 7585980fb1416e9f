"""What is held about one person, for them to take along; everything by account, the earliest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from enrolment.store.followup_tables import CONTESTS, QUESTIONNAIRES, SIGNATURES, THREAD_MESSAGES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES

_Rows = list[dict[str, Any]]


def _of(account_id: UUID) -> Select[UUID]:
    return select(ENROLMENTS.c.enrolment_id).where(ENROLMENTS.c.account_id == account_id)


def _rows(reader: Reader, statement: Select[*tuple[Any, ...]]) -> _Rows:
    return [dict(row._mapping) for row in reader.execute(statement)]


def messages_by(reader: Reader, account_id: UUID) -> _Rows:
    """What the person wrote in threads, of their own requests and of others'."""
    columns = THREAD_MESSAGES.c
    mine = select(columns.message_id, columns.enrolment_id, columns.role, columns.body, columns.written_at)
    mine = mine.where(columns.account_id == account_id).order_by(columns.written_at, columns.message_id)
    return _rows(reader, mine)


def moves_of(reader: Reader, account_id: UUID) -> _Rows:
    """How the person's requests moved, whoever moved them."""
    mine = select(MOVES).where(MOVES.c.enrolment_id.in_(_of(account_id)))
    return _rows(reader, mine.order_by(MOVES.c.enrolment_id, MOVES.c.number))


def questionnaires_of(reader: Reader, account_id: UUID) -> _Rows:
    """The person's questionnaires with their answers, which stay tied to the request while the account lives."""
    mine = select(QUESTIONNAIRES).where(QUESTIONNAIRES.c.enrolment_id.in_(_of(account_id)))
    return _rows(reader, mine.order_by(QUESTIONNAIRES.c.opened_at, QUESTIONNAIRES.c.enrolment_id))


def signatures_of(reader: Reader, account_id: UUID) -> _Rows:
    """Half-days that the person signed."""
    mine = select(SIGNATURES).where(SIGNATURES.c.enrolment_id.in_(_of(account_id)))
    return _rows(reader, mine.order_by(SIGNATURES.c.signed_at, SIGNATURES.c.slot_id))


def contests_of(reader: Reader, account_id: UUID) -> _Rows:
    """Presences that the person contested, with what was answered."""
    columns: Sequence[Any] = [
        CONTESTS.c[name]
        for name in ("contest_id", "enrolment_id", "reason", "contested_at", "outcome", "answer", "settled_at")
    ]
    mine = select(*columns).where(CONTESTS.c.enrolment_id.in_(_of(account_id)))
    return _rows(reader, mine.order_by(CONTESTS.c.contested_at, CONTESTS.c.contest_id))
