"""Organisations as staff go through them."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from chassis.principal import Role
from identity.domain.affiliations import AffiliationState
from identity.store.organisation_search import is_open, word_is_found
from identity.store.people import holds
from identity.store.tables import AFFILIATIONS, MEMBERSHIPS, ORGANISATIONS

_COLUMNS = ("siret", "name", "street", "postcode", "city", "activity_declaration_number", "closed_on")


class OrganisationFilter(StrEnum):
    """What staff look for."""

    ALL = "all"
    MEMBERS = "members"
    NOT_MEMBERS = "not_members"
    WITHOUT_REFERENT = "without_referent"
    PROVIDERS = "providers"
    CLOSED = "closed"


def _count(state: AffiliationState) -> sa.ScalarSelect[int]:
    found = sa.select(sa.func.count()).select_from(AFFILIATIONS)
    wanted = (AFFILIATIONS.c.organisation_id == ORGANISATIONS.c.id, AFFILIATIONS.c.state == state)
    return found.where(*wanted).correlate(ORGANISATIONS).scalar_subquery()


def _member_until(day: date) -> sa.ScalarSelect[date]:
    found = sa.select(sa.func.max(MEMBERSHIPS.c.ends_on)).where(MEMBERSHIPS.c.organisation_id == ORGANISATIONS.c.id)
    return found.where(MEMBERSHIPS.c.starts_on <= day, MEMBERSHIPS.c.ends_on >= day).scalar_subquery()


def _wanted(wanted: OrganisationFilter, *, day: date) -> list[sa.ColumnElement[bool]]:
    has_people = _count(AffiliationState.CONFIRMED) > 0
    conditions: dict[OrganisationFilter, list[sa.ColumnElement[bool]]] = {
        OrganisationFilter.ALL: [],
        OrganisationFilter.MEMBERS: [_member_until(day).is_not(None)],
        OrganisationFilter.NOT_MEMBERS: [_member_until(day).is_(None), is_open(day)],
        OrganisationFilter.WITHOUT_REFERENT: [has_people, ~holds(Role.REFERENT, ORGANISATIONS.c.id)],
        OrganisationFilter.PROVIDERS: [ORGANISATIONS.c.activity_declaration_number.is_not(None)],
        OrganisationFilter.CLOSED: [~is_open(day)],
    }
    return conditions[wanted]


def list_organisations(
    session: Session,
    wanted: OrganisationFilter,
    *,
    words: Sequence[str],
    day: date,
    after: tuple[str, UUID] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """By name; `words` are folded pieces of name, city or SIRET."""
    name = sa.func.lower(ORGANISATIONS.c.name)
    statement = (
        sa.select(
            ORGANISATIONS.c.id.label("organisation_id"),
            *(ORGANISATIONS.c[column] for column in _COLUMNS),
            _member_until(day).label("member_until"),
            _count(AffiliationState.CONFIRMED).label("confirmed_people"),
            _count(AffiliationState.REQUESTED).label("requested_people"),
            holds(Role.REFERENT, ORGANISATIONS.c.id).label("has_referent"),
            name.label("sort_name"),
        )
        .where(*_wanted(wanted, day=day))
        .order_by(name, ORGANISATIONS.c.id)
        .limit(limit)
    )
    for word in words:
        is_number = ORGANISATIONS.c.siret.startswith(word, autoescape=True)
        statement = statement.where(is_number | word_is_found(word))
    if after is not None:
        key = sa.tuple_(name, ORGANISATIONS.c.id)
        statement = statement.where(key > sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    return [dict(row) for row in session.execute(statement).mappings()]
