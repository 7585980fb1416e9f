"""People as those who look after an organisation read them: lists of affiliations, accounts, and the log of rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.principal import Role
from identity.domain.affiliations import AffiliationState
from identity.store.tables import ACCOUNTS, AFFILIATIONS, ORGANISATIONS, RIGHTS_LOG, ROLE_GRANTS

Row = dict[str, Any]


class PeopleOrder(StrEnum):
    """By name, or by the moment of the request."""

    NAME = "name"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, kw_only=True)
class PeopleQuery:
    """Which affiliations: of one organisation, or (staff) of all; `is_led`: where somebody is referent, or not."""

    organisation_id: UUID | None = None
    states: tuple[AffiliationState, ...] = ()
    role: Role | None = None
    is_led: bool | None = None
    order: PeopleOrder = PeopleOrder.NAME


_NAME = sa.func.lower(ACCOUNTS.c.family_name + " " + ACCOUNTS.c.given_name)
_IN_FORCE = ROLE_GRANTS.c.revoked_at.is_(None)
_ROLES = (
    sa.select(sa.func.coalesce(sa.func.array_agg(sa.cast(ROLE_GRANTS.c.role, sa.Text)), sa.text("'{}'")))
    .where(ROLE_GRANTS.c.affiliation_id == AFFILIATIONS.c.id, _IN_FORCE)
    .scalar_subquery()
)


def holds(role: Role, organisation_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether somebody holds the role in the organisation."""
    of = AFFILIATIONS.alias("of")
    found = (
        sa.select(ROLE_GRANTS.c.id)
        .join(of, of.c.id == ROLE_GRANTS.c.affiliation_id)
        .where(of.c.organisation_id == organisation_id, of.c.state == AffiliationState.CONFIRMED)
        .where(ROLE_GRANTS.c.role == role, _IN_FORCE)
    )
    return found.exists()


def list_affiliations(session: Session, query: PeopleQuery, *, after: tuple[str, UUID] | None, limit: int) -> list[Row]:
    """Affiliations with their person and organisation. `after`: name (or nothing) and key of the last one before."""
    statement = (
        sa.select(
            AFFILIATIONS.c.id.label("affiliation_id"),
            *(AFFILIATIONS.c[name] for name in ("account_id", "organisation_id", "state")),
            *(AFFILIATIONS.c[name] for name in ("requested_at", "decided_at", "reason", "message")),
            *(ACCOUNTS.c[name] for name in ("civility", "given_name", "family_name", "email", "job_title")),
            sa.func.coalesce(ACCOUNTS.c.phone, ACCOUNTS.c.mobile_phone).label("phone"),
            ACCOUNTS.c.first_signed_in_at,
            ORGANISATIONS.c.name.label("organisation_name"),
            ORGANISATIONS.c.siret,
            holds(Role.REFERENT, AFFILIATIONS.c.organisation_id).label("has_referent"),
            _ROLES.label("roles"),
            _NAME.label("sort_name"),
        )
        .join(ACCOUNTS, ACCOUNTS.c.id == AFFILIATIONS.c.account_id)
        .join(ORGANISATIONS, ORGANISATIONS.c.id == AFFILIATIONS.c.organisation_id)
        .where(ACCOUNTS.c.anonymised_at.is_(None), *_wanted(query))
        .limit(limit)
    )
    statement = _ordered(statement, query.order, after=after)
    return [{**row, "roles": sorted(row["roles"])} for row in session.execute(statement).mappings()]


def _wanted(query: PeopleQuery) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if query.organisation_id is not None:
        found.append(AFFILIATIONS.c.organisation_id == query.organisation_id)
    if query.states:
        found.append(AFFILIATIONS.c.state.in_(query.states))
    if query.role is not None:
        held = sa.select(ROLE_GRANTS.c.id).where(ROLE_GRANTS.c.affiliation_id == AFFILIATIONS.c.id, _IN_FORCE)
        found.append(held.where(ROLE_GRANTS.c.role == query.role).exists())
    if query.is_led is not None:
        led = holds(Role.REFERENT, AFFILIATIONS.c.organisation_id)
        found.append(led if query.is_led else ~led)
    return found


def _ordered(statement: sa.Select[Any], order: PeopleOrder, *, after: tuple[str, UUID] | None) -> sa.Select[Any]:
    key = AFFILIATIONS.c.id
    if order is PeopleOrder.NAME:
        if after is not None:
            statement = statement.where(sa.tuple_(_NAME, key) > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
        return statement.order_by(_NAME, key)
    is_newest = order is PeopleOrder.NEWEST
    if after is not None:
        statement = statement.where(key < after[1] if is_newest else key > after[1])
    return statement.order_by(key.desc() if is_newest else key.asc())


def list_accounts(
    session: Session, *, words: Sequence[str], is_staff: bool | None, after: tuple[str, UUID] | None, limit: int
) -> list[Row]:
    """Accounts by name; `words` are pieces of name or address in small letters, accents forgiven."""
    statement = (
        sa.select(
            ACCOUNTS.c.id.label("account_id"),
            *(ACCOUNTS.c[name] for name in ("civility", "given_name", "family_name", "email", "job_title")),
            *(ACCOUNTS.c[name] for name in ("state", "is_staff", "first_signed_in_at", "created_at")),
            _NAME.label("sort_name"),
        )
        .where(ACCOUNTS.c.anonymised_at.is_(None))
        .order_by(_NAME, ACCOUNTS.c.id)
        .limit(limit)
    )
    for word in words:
        text = sa.func.unaccent(_NAME + " " + sa.func.lower(sa.func.coalesce(ACCOUNTS.c.email, "")))
        statement = statement.where(sa.func.strpos(text, sa.func.unaccent(word)) > 0)
    if is_staff is not None:
        statement = statement.where(ACCOUNTS.c.is_staff.is_(is_staff))
    if after is not None:
        key = sa.tuple_(_NAME, ACCOUNTS.c.id)
        statement = statement.where(key > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    return [dict(row) for row in session.execute(statement).mappings()]


def read_log(
    session: Session,
    *,
    organisation_id: UUID | None,
    account_id: UUID | None,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Row]:
    """Changes of rights, newest first, with the names of who is concerned and who decided (empty once forgotten)."""
    person, actor = ACCOUNTS.alias("person"), ACCOUNTS.alias("actor")
    names = [
        sa.func.trim(who.c.given_name + " " + who.c.family_name).label(f"{what}_name")
        for what, who in (("account", person), ("actor", actor))
    ]
    statement = (
        sa.select(RIGHTS_LOG, *names, ORGANISATIONS.c.name.label("organisation_name"))
        .join(person, person.c.id == RIGHTS_LOG.c.account_id)
        .outerjoin(actor, actor.c.id == RIGHTS_LOG.c.actor_account_id)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.id == RIGHTS_LOG.c.organisation_id)
        .order_by(RIGHTS_LOG.c.at.desc(), RIGHTS_LOG.c.id.desc())
        .limit(limit)
    )
    if organisation_id is not None:
        statement = statement.where(RIGHTS_LOG.c.organisation_id == organisation_id)
    if account_id is not None:
        statement = statement.where(RIGHTS_LOG.c.account_id == account_id)
    if after is not None:
        key = sa.tuple_(RIGHTS_LOG.c.at, RIGHTS_LOG.c.id)
        statement = statement.where(key < sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    return [dict(row) for row in session.execute(statement).mappings()]
