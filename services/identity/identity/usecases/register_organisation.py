"""Register an organisation: staff accepted it, or it was imported."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.ids import new_id
from identity.domain.errors import SiretTaken
from identity.domain.organisations import Address, Organisation, checked_activity_number, checked_siret
from identity.domain.rights import Actor
from identity.store import organisations
from identity.usecases.check_authority import check_staff


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """What is known of it. `activity_declaration_number`: of a training provider only."""

    siret: str
    name: str
    address: Address
    activity_declaration_number: str | None = None
    organisation_id: UUID = field(default_factory=new_id)


def register_organisation(session: Session, new: NewOrganisation, *, now: datetime) -> Organisation:
    """Make the organisation exist.

    Raises:
        InvalidSiret: the SIRET fails its checksum.
        SiretTaken: it is registered already.
    """
    siret = checked_siret(new.siret)
    if organisations.find_by_siret(session, siret) is not None:
        raise SiretTaken(figures={"siret": siret}, next_step="search-organisation")
    organisation = Organisation(
        id=new.organisation_id,
        siret=siret,
        name=new.name,
        street=new.address.street,
        postcode=new.address.postcode,
        city=new.address.city,
        activity_declaration_number=new.activity_declaration_number,
        created_at=now,
        changed_at=now,
    )
    event = organisation.registered(now=now)
    organisations.add_organisation(session, organisation)
    outbox.append(session, event)
    return organisation


def register_by_staff(session: Session, new: NewOrganisation, *, by: Actor, now: datetime) -> Organisation:
    """The same, where staff know that the organisation exists.

    Raises:
        Forbidden: the actor is not staff.
        InvalidSiret, InvalidActivityNumber, SiretTaken: as their names say.
    """
    check_staff(session, by)
    number = new.activity_declaration_number
    checked = replace(new, activity_declaration_number=checked_activity_number(number) if number else None)
    return register_organisation(session, checked, now=now)
