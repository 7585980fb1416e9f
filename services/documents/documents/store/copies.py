"""Copies of the neighbours' facts that a document quotes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Table, delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.copies import LAST_VERSION, Closing, forget_unnamed, keep_newer
from chassis.database import Connection, Session
from chassis.events import Event
from documents.domain.document import Enrolment
from documents.store.tables import (
    ACCOUNT_PROFILES,
    COMPLAINTS,
    ENROLMENTS,
    ORGANISATIONS,
    PUBLICATIONS,
    SATISFACTIONS,
    TRAINING_SESSIONS,
)


def keep_organisation(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the organisation unless a newer version is there."""
    keep_newer(session, ORGANISATIONS, event, values)


def keep_profile(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the person's names unless a newer version is there, or the person was erased."""
    keep_newer(session, ACCOUNT_PROFILES, event, {**values, "is_erased": False})


def keep_session(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the training session unless a newer version is there."""
    keep_newer(session, TRAINING_SESSIONS, event, values)


def keep_enrolment(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the enrolment unless a newer version is there."""
    keep_newer(session, ENROLMENTS, event, values)


def keep_satisfaction(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the numbers of an action unless a newer version is there."""
    keep_newer(session, SATISFACTIONS, event, values)


def keep_complaint(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the entry of the register unless a newer version is there."""
    keep_newer(session, COMPLAINTS, event, values)


def keep_publication(session: Session, event: Event, *, number: int) -> None:
    """Write one publication of an action; the others stay beside it."""
    row = {"content": dict(event.data), "version": event.subject_version, "told_at": event.occurred_at}
    key = {"training_action_id": event.subject, "publication_number": number}
    statement = insert(PUBLICATIONS).values(**key, **row)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["training_action_id", "publication_number"],
            set_={name: statement.excluded[name] for name in row},
            where=PUBLICATIONS.c.version < statement.excluded.version,
        )
    )


def erase_profile(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Leave an empty row that no late event can fill again."""
    row = {
        "civility": None,
        "given_name": None,
        "family_name": None,
        "job_title": None,
        "email": None,
        "is_erased": True,
        "version": LAST_VERSION,
        "told_at": now,
    }
    statement = insert(ACCOUNT_PROFILES).values(account_id=account_id, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=row))


def _one(session: Session | Connection, table: Table, *keys: UUID | int) -> dict[str, Any] | None:
    columns = zip(table.primary_key.columns, keys, strict=True)
    statement = select(table).where(*(column == key for column, key in columns))
    row = session.execute(statement).mappings().first()
    return dict(row) if row else None


def organisation(session: Session | Connection, organisation_id: UUID) -> dict[str, Any] | None:
    """The organisation as last told."""
    return _one(session, ORGANISATIONS, organisation_id)


def profile(session: Session | Connection, account_id: UUID) -> dict[str, Any] | None:
    """The person's names as last told; `is_erased` where they are gone."""
    return _one(session, ACCOUNT_PROFILES, account_id)


def publication(session: Session | Connection, training_action_id: UUID, *, number: int) -> Mapping[str, Any] | None:
    """The action as it was published under this number."""
    row = _one(session, PUBLICATIONS, training_action_id, number)
    return row["content"] if row else None


def newest_publication(session: Session | Connection, training_action_id: UUID) -> Mapping[str, Any] | None:
    """The action as it was published last."""
    found = publications(session, training_action_id)
    return found[-1] if found else None


def publications(session: Session | Connection, training_action_id: UUID) -> list[Mapping[str, Any]]:
    """Every publication of the action, oldest first."""
    statement = select(PUBLICATIONS.c.content).where(PUBLICATIONS.c.training_action_id == training_action_id)
    return list(session.execute(statement.order_by(PUBLICATIONS.c.publication_number)).scalars())


def training_session(session: Session | Connection, training_session_id: UUID) -> dict[str, Any] | None:
    """The training session as last told."""
    return _one(session, TRAINING_SESSIONS, training_session_id)


def _enrolment_of(row: Mapping[str, Any]) -> Enrolment:
    return Enrolment(**{name: row[name] for name in row if name != "told_at"})


def enrolment(session: Session | Connection, enrolment_id: UUID) -> Enrolment | None:
    """The enrolment as last told."""
    row = _one(session, ENROLMENTS, enrolment_id)
    return None if row is None else _enrolment_of(row)


def enrolments_where(
    session: Session | Connection, *, statuses: Collection[str] | None = None, **keys: UUID
) -> list[Enrolment]:
    """Enrolments of a session, an action, a person or an organisation (`account_id=…`), in the order of request."""
    statement = select(ENROLMENTS).where(*(ENROLMENTS.c[name] == key for name, key in keys.items()))
    if statuses is not None:
        statement = statement.where(ENROLMENTS.c.status.in_(statuses))
    ordered = statement.order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)
    return [_enrolment_of(dict(row)) for row in session.execute(ordered).mappings()]


def satisfaction(session: Session | Connection, training_action_id: UUID) -> dict[str, Any] | None:
    """What participants thought of the action, in numbers as last told."""
    return _one(session, SATISFACTIONS, training_action_id)


def complaints(session: Session | Connection, training_action_id: UUID) -> list[dict[str, Any]]:
    """The register of the action, oldest first."""
    columns = COMPLAINTS.c
    statement = select(COMPLAINTS).where(columns.training_action_id == training_action_id)
    rows = session.execute(statement.order_by(columns.registered_at, columns.complaint_id)).mappings()
    return [dict(row) for row in rows]


def forget_organisations(session: Session, closing: Closing) -> None:
    """Remove organisations that identity no longer has."""
    forget_unnamed(session, ORGANISATIONS, closing)


def forget_profiles(session: Session, closing: Closing) -> None:
    """Remove profiles that identity no longer has."""
    forget_unnamed(session, ACCOUNT_PROFILES, closing)


def forget_sessions(session: Session, closing: Closing) -> None:
    """Remove training sessions that the catalogue no longer has."""
    forget_unnamed(session, TRAINING_SESSIONS, closing)


def forget_enrolments(session: Session, closing: Closing) -> None:
    """Remove enrolments that their service no longer has."""
    forget_unnamed(session, ENROLMENTS, closing)


def forget_satisfactions(session: Session, closing: Closing) -> None:
    """Remove numbers of actions of which enrolment has none."""
    forget_unnamed(session, SATISFACTIONS, closing)


def forget_complaints(session: Session, closing: Closing) -> None:
    """Remove entries that the register no longer has."""
    forget_unnamed(session, COMPLAINTS, closing)


def forget_publications(session: Session, closing: Closing) -> None:
    """Remove all publications of actions that the catalogue no longer has; earlier ones of the others stay."""
    key = PUBLICATIONS.c.training_action_id
    statement = delete(PUBLICATIONS).where(key.not_in(closing.named), PUBLICATIONS.c.told_at < closing.told_at)
    if closing.first is not None:
        statement = statement.where(key > closing.first)
    if closing.last is not None:
        statement = statement.where(key <= closing.last)
    session.execute(statement)
