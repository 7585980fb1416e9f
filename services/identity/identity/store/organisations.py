"""Organisations and their memberships."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from identity.domain.errors import SiretTaken
from identity.domain.organisations import Organisation
from identity.store.tables import ORGANISATIONS


def find_organisation(session: Session, organisation_id: UUID) -> Organisation | None:
    """The organisation, None where there is none."""
    return session.get(Organisation, organisation_id)


def find_by_siret(session: Session, siret: str) -> Organisation | None:
    """The organisation with this SIRET."""
    return session.scalars(sa.select(Organisation).where(ORGANISATIONS.c.siret == siret)).one_or_none()


def with_sirets(session: Session, sirets: Iterable[str]) -> list[Organisation]:
    """Those of these SIRETs that are registered, locked until the transaction ends."""
    statement = sa.select(Organisation).where(ORGANISATIONS.c.siret.in_(list(sirets)))
    return list(session.scalars(statement.order_by(ORGANISATIONS.c.id).with_for_update()))


def add_organisation(session: Session, organisation: Organisation) -> None:
    """Write a new organisation now.

    Raises:
        SiretTaken: somebody registered this SIRET at the same moment.
    """
    session.add(organisation)
    try:
        session.flush()
    except IntegrityError as fault:
        raise SiretTaken(figures={"siret": organisation.siret}) from fault


def lock_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """The organisation, locked until the transaction ends; read anew. Locked before any account.

    Raises:
        NotFound: there is none.
    """
    organisation = session.get(Organisation, organisation_id, with_for_update=True, populate_existing=True)
    if organisation is None:
        raise NotFound
    return organisation


def organisations_by_id(session: Session, organisation_ids: Iterable[UUID]) -> dict[UUID, Organisation]:
    """Those of these keys that exist."""
    statement = sa.select(Organisation).where(ORGANISATIONS.c.id.in_(list(organisation_ids)))
    return {organisation.id: organisation for organisation in session.scalars(statement)}


def page_of_organisations(session: Session, after: UUID | None, limit: int) -> list[Organisation]:
    """Organisations in order of their key, after one."""
    statement = sa.select(Organisation).order_by(ORGANISATIONS.c.id).limit(limit)
    if after is not None:
        statement = statement.where(ORGANISATIONS.c.id > after)
    return list(session.scalars(statement))
