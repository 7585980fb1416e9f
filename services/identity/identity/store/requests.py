"""What people ask about organisations: referencing, changes, memberships."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from identity.domain.change_reports import ChangeReport, ChangeState
from identity.domain.membership_requests import MembershipRequest
from identity.domain.organisation_errors import MembershipRequestExists, ReferencingExists
from identity.domain.organisations import Membership
from identity.domain.referencings import Referencing, ReferencingState
from identity.store.request_tables import CHANGE_REPORTS, MEMBERSHIP_REMINDERS, MEMBERSHIP_REQUESTS, REFERENCINGS
from identity.store.tables import MEMBERSHIPS

Kind = TypeVar("Kind", Referencing, ChangeReport, MembershipRequest)
_TABLES = {
    Referencing: REFERENCINGS,
    ChangeReport: CHANGE_REPORTS,
    MembershipRequest: MEMBERSHIP_REQUESTS,
}


def find(session: Session, kind: type[Kind], *, key: UUID) -> Kind:
    """One request.

    Raises:
        NotFound: there is none.
    """
    found = session.get(kind, key)
    if found is None:
        raise NotFound
    return found


def lock(session: Session, kind: type[Kind], *, key: UUID) -> Kind:
    """One request, locked until the transaction ends; read anew. Locked after its organisation, before any account.

    Raises:
        NotFound: there is none.
    """
    found = session.get(kind, key, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def add_referencing(session: Session, referencing: Referencing) -> None:
    """Write a new request, or one that waits again, now.

    Raises:
        ReferencingExists: the same contact waits for the same organisation.
    """
    session.add(referencing)
    try:
        session.flush()
    except IntegrityError as fault:
        raise ReferencingExists(figures={"siret": referencing.siret}, next_step="wait-for-the-answer") from fault


def add_membership_request(session: Session, request: MembershipRequest) -> None:
    """Write a new request now.

    Raises:
        MembershipRequestExists: one waits already.
    """
    session.add(request)
    try:
        session.flush()
    except IntegrityError as fault:
        raise MembershipRequestExists(next_step="wait-for-the-answer") from fault


def page(
    session: Session,
    kind: type[Kind],
    *,
    states: Sequence[str],
    of: tuple[str, UUID] | None,
    after: UUID | None,
    limit: int,
) -> list[Kind]:
    """Requests in these states (none named: all), `of` a column's value; those that wait oldest first, others newest
    first. `after`: the key of the last one of the page before."""
    columns = _TABLES[kind].c
    is_waiting = list(states) in (["requested"], ["reported"])
    statement = sa.select(kind).order_by(columns.id.asc() if is_waiting else columns.id.desc()).limit(limit)
    if states:
        statement = statement.where(sa.cast(columns.state, sa.Text).in_(list(states)))
    if of is not None:
        statement = statement.where(columns[of[0]] == of[1])
    if after is not None:
        statement = statement.where(columns.id > after if is_waiting else columns.id < after)
    return list(session.scalars(statement))


def accepted_for(session: Session, organisation_id: UUID, *, account_id: UUID, email: str | None) -> list[UUID | None]:
    """Who accepted the referencing of this organisation by this person (the account, or its exact proved address);
    empty where nobody did."""
    same_address = sa.func.lower(REFERENCINGS.c.contact["email"].astext) == (email or "").lower()
    statement = sa.select(REFERENCINGS.c.decided_by).where(
        REFERENCINGS.c.organisation_id == organisation_id,
        REFERENCINGS.c.state == ReferencingState.ACCEPTED,
        (REFERENCINGS.c.account_id == account_id) | same_address,
    )
    return list(session.scalars(statement))


def forget_contact(session: Session, account_id: UUID) -> None:
    """Erase who asked; a request that still waits is withdrawn with its person."""
    mine = REFERENCINGS.c.account_id == account_id
    session.execute(sa.delete(REFERENCINGS).where(mine, REFERENCINGS.c.state == ReferencingState.REQUESTED))
    session.execute(sa.update(REFERENCINGS).where(mine).values(contact=None, reason=None))


def forget_contacts_decided_before(session: Session, before: datetime) -> int:
    """Erase the contacts of requests decided before; says how many."""
    statement = sa.update(REFERENCINGS).where(REFERENCINGS.c.decided_at < before, REFERENCINGS.c.contact.is_not(None))
    values = {"contact": None, "reason": None, "key_hash": None}
    return len(session.execute(statement.values(values).returning(REFERENCINGS.c.id)).all())


def changes_due(session: Session, day: date) -> list[tuple[UUID, UUID]]:
    """Accepted reports whose day has come, with their organisations; oldest first."""
    statement = sa.select(CHANGE_REPORTS.c.id, CHANGE_REPORTS.c.organisation_id).where(
        CHANGE_REPORTS.c.state == ChangeState.ACCEPTED, CHANGE_REPORTS.c.effective_on <= day
    )
    rows = session.execute(statement.order_by(CHANGE_REPORTS.c.effective_on, CHANGE_REPORTS.c.id))
    return [(row.id, row.organisation_id) for row in rows]


def memberships_ending(session: Session, *, first: date, last: date) -> list[Membership]:
    """Memberships whose last day lies between two days, both included."""
    statement = sa.select(Membership).where(MEMBERSHIPS.c.ends_on.between(first, last))
    return list(session.scalars(statement.order_by(MEMBERSHIPS.c.ends_on, MEMBERSHIPS.c.id)))


def note_reminder(session: Session, membership_id: UUID, *, days_before: int, now: datetime) -> bool:
    """Keep that this reminder is said; False where it was, or a later one."""
    later = sa.select(MEMBERSHIP_REMINDERS.c.days_before).where(
        MEMBERSHIP_REMINDERS.c.membership_id == membership_id, MEMBERSHIP_REMINDERS.c.days_before <= days_before
    )
    if session.scalar(sa.select(later.exists())):
        return False
    row = {"membership_id": membership_id, "days_before": days_before, "said_at": now}
    statement = insert(MEMBERSHIP_REMINDERS).values(row).on_conflict_do_nothing()
    return session.execute(statement.returning(MEMBERSHIP_REMINDERS.c.days_before)).first() is not None
