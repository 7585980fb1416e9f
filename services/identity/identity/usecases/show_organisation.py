"""Show the organisation that somebody chose to join."""

from datetime import date
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.organisations import Organisation
from identity.store import organisations


def show_organisation(session: Session, organisation_id: UUID, *, day: date) -> Organisation:
    """
    Raises:
        NotFound: there is none.
        OrganisationClosed: nobody joins it any more.
    """
    found = organisations.find_organisation(session, organisation_id)
    if found is None:
        raise NotFound
    found.check_open(day)
    return found
