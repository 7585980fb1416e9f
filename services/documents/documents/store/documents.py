"""Documents in the database: locks, lists, numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, and_, exists, or_, select, true
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from documents.domain.document import ISSUED, Document, DocumentKind, DocumentStatus
from documents.store.tables import DOCUMENTS, ENROLMENTS, NUMBERS


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose documents a reader may see: their own, and those of an organisation they act for. `everything`: staff."""

    account_id: UUID
    employer_id: UUID | None = None
    provider_id: UUID | None = None
    everything: bool = False


def lock(session: Session, document_id: UUID) -> Document | None:
    """The document, locked."""
    statement = select(Document).where(DOCUMENTS.c.document_id == document_id).with_for_update()
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().first()


def lock_of_enrolment(session: Session, enrolment_id: UUID, *, kind: DocumentKind) -> list[Document]:
    """All documents of one kind for one enrolment, oldest basis first; locked in the order of their keys."""
    statement = (
        select(Document)
        .where(DOCUMENTS.c.kind == kind, DOCUMENTS.c.enrolment_id == enrolment_id)
        .order_by(DOCUMENTS.c.document_id)
        .with_for_update()
    )
    found = session.execute(statement, execution_options={"populate_existing": True}).scalars()
    return sorted(found, key=lambda document: document.basis)


def lock_of_account(session: Session, account_id: UUID) -> list[Document]:
    """All documents of one person, locked."""
    statement = select(Document).where(DOCUMENTS.c.account_id == account_id).order_by(DOCUMENTS.c.document_id)
    return list(session.execute(statement.with_for_update()).scalars())


def next_rank(session: Session, kind: DocumentKind, *, year: int) -> int:
    """The next rank in the year; the row stays locked until the transaction ends, so ranks follow one another."""
    statement = insert(NUMBERS).values(kind=kind.value, year=year, last_rank=1)
    taken = statement.on_conflict_do_update(
        index_elements=["kind", "year"], set_={"last_rank": NUMBERS.c.last_rank + 1}
    ).returning(NUMBERS.c.last_rank)
    rank: int = session.execute(taken).scalar_one()
    return rank


def _readable(scope: Scope) -> ColumnElement[bool]:
    if scope.everything:
        return true()
    reasons = [DOCUMENTS.c.account_id == scope.account_id]
    if scope.employer_id is not None:
        reasons.append(DOCUMENTS.c.organisation_id == scope.employer_id)
    if scope.provider_id is not None:
        reasons.append(DOCUMENTS.c.provider_organisation_id == scope.provider_id)
    return or_(*reasons)


def read(connection: Connection, document_id: UUID, *, scope: Scope) -> RowMapping | None:
    """One document that the reader may see."""
    statement = select(DOCUMENTS).where(DOCUMENTS.c.document_id == document_id, _readable(scope))
    return connection.execute(statement).mappings().first()


def read_page(
    connection: Connection, scope: Scope, *, filters: Mapping[str, Any], after: UUID | None, limit: int
) -> Sequence[RowMapping]:
    """Documents that the reader may see, newest first; dropped ones were never anything. `filters`: columns."""
    statement = select(DOCUMENTS).where(_readable(scope), DOCUMENTS.c.status != DocumentStatus.DROPPED)
    statement = statement.where(*(DOCUMENTS.c[name] == value for name, value in filters.items()))
    if after is not None:
        statement = statement.where(DOCUMENTS.c.document_id < after)
    ordered = statement.order_by(DOCUMENTS.c.document_id.desc()).limit(limit)
    return connection.execute(ordered).mappings().all()


def read_by_code(connection: Connection, code: str) -> RowMapping | None:
    """The issued document of a verification code, with the number of the one that replaced it."""
    successor = DOCUMENTS.alias("successor")
    statement = (
        select(DOCUMENTS, successor.c.number.label("replaced_by_number"))
        .outerjoin(successor, successor.c.document_id == DOCUMENTS.c.replaced_by)
        .where(DOCUMENTS.c.verification_code == code, DOCUMENTS.c.status.in_(ISSUED))
    )
    return connection.execute(statement).mappings().first()


def issued_after(session: Session, after: UUID | None, limit: int) -> list[Document]:
    """Issued documents in the order of their keys."""
    statement = select(Document).where(DOCUMENTS.c.status.in_(ISSUED))
    if after is not None:
        statement = statement.where(DOCUMENTS.c.document_id > after)
    return list(session.execute(statement.order_by(DOCUMENTS.c.document_id).limit(limit)).scalars())


def pending_since(session: Session, before: datetime) -> list[UUID]:
    """Documents asked for before `before` and still not issued."""
    statement = select(DOCUMENTS.c.document_id).where(
        DOCUMENTS.c.status == DocumentStatus.PENDING, DOCUMENTS.c.requested_at < before
    )
    return list(session.execute(statement.order_by(DOCUMENTS.c.requested_at)).scalars())


def undocumented_since(session: Session, before: datetime, *, kind: DocumentKind) -> list[UUID]:
    """Enrolments with presence recorded before `before` for which no document of this kind was ever asked."""
    asked = exists().where(
        and_(
            DOCUMENTS.c.kind == kind,
            DOCUMENTS.c.enrolment_id == ENROLMENTS.c.enrolment_id,
            DOCUMENTS.c.presence_version >= ENROLMENTS.c.version,
        )
    )
    statement = select(ENROLMENTS.c.enrolment_id).where(
        ENROLMENTS.c.net_minutes > 0, ENROLMENTS.c.recorded_at < before, ~asked
    )
    return list(session.execute(statement.order_by(ENROLMENTS.c.enrolment_id)).scalars())


def files_after(connection: Connection, after: UUID | None, limit: int) -> Sequence[RowMapping]:
    """Name and hash of the files that must be there, in the order of their documents."""
    columns = (DOCUMENTS.c.document_id, DOCUMENTS.c.number, DOCUMENTS.c.file_name, DOCUMENTS.c.file_sha256)
    statement = select(*columns).where(DOCUMENTS.c.status.in_(ISSUED), DOCUMENTS.c.erased_at.is_(None))
    if after is not None:
        statement = statement.where(DOCUMENTS.c.document_id > after)
    return connection.execute(statement.order_by(DOCUMENTS.c.document_id).limit(limit)).mappings().all()
