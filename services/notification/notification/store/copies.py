"""Copies of the neighbours' facts that messages speak of, and who is to be told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.dialects.postgresql import insert

from chassis.copies import LAST_VERSION, Closing, forget_unnamed, keep_newer
from chassis.database import Session
from chassis.events import Event
from notification.store.tables import (
    ACCOUNT_RIGHTS,
    CONTACTS,
    DOCUMENTS,
    ENROLMENTS,
    ORGANISATIONS,
    TRAINING_ACTIONS,
    TRAINING_SESSIONS,
)


def keep_contact(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the contact unless a newer version is there, or the person was erased."""
    keep_newer(session, CONTACTS, event, {**values, "is_erased": False})


def keep_rights(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write what an account may be, unless a newer version is there."""
    keep_newer(session, ACCOUNT_RIGHTS, event, values)


def keep_organisation(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the organisation unless a newer version is there."""
    keep_newer(session, ORGANISATIONS, event, values)


def keep_action(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the training action unless a newer version is there."""
    keep_newer(session, TRAINING_ACTIONS, event, values)


def keep_session(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the training session unless a newer version is there."""
    keep_newer(session, TRAINING_SESSIONS, event, values)


def keep_enrolment(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the enrolment unless a newer version is there."""
    keep_newer(session, ENROLMENTS, event, values)


def keep_document(session: Session, event: Event, *, values: Mapping[str, Any]) -> None:
    """Write the document unless a newer version is there."""
    keep_newer(session, DOCUMENTS, event, values)


def keep_stranger(session: Session, key: UUID, *, values: Mapping[str, Any], now: datetime) -> None:
    """How to write to somebody without account, under the key of what they asked for."""
    row = {**values, "is_erased": False, "version": 1, "told_at": now}
    statement = insert(CONTACTS).values(account_id=key, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=row))


def erase_contact(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Leave an empty row that no late event can fill again."""
    row = {
        "civility": None,
        "given_name": None,
        "family_name": None,
        "email": None,
        "is_erased": True,
        "version": LAST_VERSION,
        "told_at": now,
    }
    statement = insert(CONTACTS).values(account_id=account_id, **row)
    session.execute(statement.on_conflict_do_update(index_elements=["account_id"], set_=row))


def _one(session: Session, table: Table, *, key: UUID) -> dict[str, Any] | None:
    (column,) = table.primary_key.columns
    row = session.execute(select(table).where(column == key)).mappings().first()
    return dict(row) if row else None


def contact(session: Session, account_id: UUID) -> dict[str, Any] | None:
    """The contact as last told; `is_erased` where the person is gone."""
    return _one(session, CONTACTS, key=account_id)


def organisation(session: Session, organisation_id: UUID) -> dict[str, Any] | None:
    """The organisation as last told."""
    return _one(session, ORGANISATIONS, key=organisation_id)


def action(session: Session, training_action_id: UUID) -> dict[str, Any] | None:
    """The training action as last told."""
    return _one(session, TRAINING_ACTIONS, key=training_action_id)


def training_session(session: Session, training_session_id: UUID) -> dict[str, Any] | None:
    """The training session as last told."""
    return _one(session, TRAINING_SESSIONS, key=training_session_id)


def enrolment(session: Session, enrolment_id: UUID) -> dict[str, Any] | None:
    """The enrolment as last told."""
    return _one(session, ENROLMENTS, key=enrolment_id)


def enrolments_of_session(
    session: Session, training_session_id: UUID, *, statuses: frozenset[str]
) -> Sequence[Mapping[str, Any]]:
    """The enrolments of one training session in one of these statuses, in the order of their keys."""
    statement = select(ENROLMENTS).where(
        ENROLMENTS.c.training_session_id == training_session_id, ENROLMENTS.c.status.in_(statuses)
    )
    return session.execute(statement.order_by(ENROLMENTS.c.enrolment_id)).mappings().all()  # type: ignore[return-value]  # RowMapping is a mapping of strings here


def _holds(role: str, organisation_id: UUID) -> ColumnElement[bool]:
    wanted = [{"organisation_id": str(organisation_id), "state": "confirmed", "roles": [role]}]
    return ACCOUNT_RIGHTS.c.affiliations.contains(wanted)


def holders(session: Session, role: str, *, organisation_id: UUID) -> Sequence[tuple[UUID, bool]]:
    """Active accounts that hold the role in the organisation, each with whether they ever signed in."""
    signed_in = ACCOUNT_RIGHTS.c.first_signed_in_at.is_not(None)
    statement = select(ACCOUNT_RIGHTS.c.account_id, signed_in).where(
        ACCOUNT_RIGHTS.c.is_active, _holds(role, organisation_id)
    )
    return [(row[0], row[1]) for row in session.execute(statement.order_by(ACCOUNT_RIGHTS.c.account_id))]


def staff(session: Session) -> list[UUID]:
    """Active accounts of Cap Métiers."""
    statement = select(ACCOUNT_RIGHTS.c.account_id).where(ACCOUNT_RIGHTS.c.is_active, ACCOUNT_RIGHTS.c.is_staff)
    return list(session.execute(statement.order_by(ACCOUNT_RIGHTS.c.account_id)).scalars())


def organisations_of(session: Session, account_id: UUID) -> list[UUID]:
    """The organisations to which the account is bound by a confirmed affiliation."""
    affiliations = select(ACCOUNT_RIGHTS.c.affiliations).where(ACCOUNT_RIGHTS.c.account_id == account_id)
    held: list[dict[str, str]] = session.execute(affiliations).scalar() or []
    return sorted(UUID(entry["organisation_id"]) for entry in held if entry["state"] == "confirmed")


def active_among(session: Session, account_ids: Sequence[UUID]) -> list[UUID]:
    """Those of these accounts that are active, in the order given."""
    statement = select(ACCOUNT_RIGHTS.c.account_id).where(
        ACCOUNT_RIGHTS.c.account_id.in_(account_ids), ACCOUNT_RIGHTS.c.is_active
    )
    found = set(session.execute(statement).scalars())
    return [account_id for account_id in account_ids if account_id in found]


def forget_contacts(session: Session, closing: Closing) -> None:
    """Remove contacts that identity no longer has."""
    forget_unnamed(session, CONTACTS, closing)


def forget_rights(session: Session, closing: Closing) -> None:
    """Remove rights that identity no longer has."""
    forget_unnamed(session, ACCOUNT_RIGHTS, closing)


def forget_organisations(session: Session, closing: Closing) -> None:
    """Remove organisations that identity no longer has."""
    forget_unnamed(session, ORGANISATIONS, closing)


def forget_actions(session: Session, closing: Closing) -> None:
    """Remove training actions that the catalogue no longer has."""
    forget_unnamed(session, TRAINING_ACTIONS, closing)


def forget_sessions(session: Session, closing: Closing) -> None:
    """Remove training sessions that the catalogue no longer has."""
    forget_unnamed(session, TRAINING_SESSIONS, closing)


def forget_enrolments(session: Session, closing: Closing) -> None:
    """Remove enrolments that enrolment no longer has."""
    forget_unnamed(session, ENROLMENTS, closing)


def forget_documents(session: Session, closing: Closing) -> None:
    """Remove documents that documents no longer has."""
    forget_unnamed(session, DOCUMENTS, closing)
