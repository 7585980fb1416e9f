"""Read organisations and what was asked about them, each by those who may."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from chassis.errors import NotFound
from identity.domain.organisation_names import words_of
from identity.domain.organisations import Organisation
from identity.domain.referencings import Referencing
from identity.domain.rights import Actor
from identity.store import accounts, organisations, requests
from identity.store.organisation_lists import OrganisationFilter, list_organisations
from identity.store.requests import Kind
from identity.usecases.check_authority import check_actor, check_belongs, check_staff
from identity.usecases.read_people import NamedKey, Rows, page_of_rows


@dataclass(frozen=True, kw_only=True)
class Requests(Generic[Kind]):
    """A page of requests with the organisations and the names of the accounts they speak of."""

    items: list[Kind]
    organisations: dict[UUID, Organisation]
    names: dict[UUID, str]
    next_after: UUID | None


def read_organisation(session: Session, organisation_id: UUID, *, by: Actor) -> tuple[Organisation, bool]:
    """The organisation, and whether somebody is its referent; for its people and for staff.

    Raises:
        NotFound: there is none.
        Forbidden: the actor neither belongs to it nor is staff.
    """
    organisation = organisations.find_organisation(session, organisation_id)
    if organisation is None:
        raise NotFound
    check_belongs(session, by, organisation_id=organisation_id)
    return organisation, accounts.has_referent(session, organisation_id)


def read_organisations(
    session: Session,
    wanted: OrganisationFilter,
    *,
    unverified_text: str,
    by: Actor,
    page: tuple[NamedKey | None, int],
    now: datetime,
) -> Rows:
    """Organisations by name, closed ones too, for staff. `page`: the key before it, and how many.

    Raises:
        Forbidden: the actor is not staff.
    """
    check_staff(session, by)
    (after, limit), day = page, now.astimezone(PARIS).date()
    words = words_of(unverified_text)
    found = list_organisations(session, wanted, words=words, day=day, after=after, limit=limit + 1)
    return page_of_rows(found, limit=limit, key="organisation_id")


def read_requests(
    session: Session,
    kind: type[Kind],
    *,
    states: list[str],
    organisation_id: UUID | None,
    by: Actor,
    page: tuple[UUID | None, int],
) -> Requests[Kind]:
    """Change reports or requests for membership: of one organisation for its referents, of all for staff; referencing
    for staff. Those that wait come oldest first, the others newest first. `page`: the key before it, and how many.

    Raises:
        Forbidden: neither.
    """
    if organisation_id is None:
        check_staff(session, by)
    else:
        check_actor(session, by, organisation_id=organisation_id)
    of = ("organisation_id", organisation_id) if organisation_id else None
    return _page(session, kind, states=states, of=of, page=page)


def read_my_referencings(session: Session, *, account_id: UUID, page: tuple[UUID | None, int]) -> Requests[Referencing]:
    """The requests that this person made while signed in, newest first."""
    return _page(session, Referencing, states=[], of=("account_id", account_id), page=page)


def read_request(session: Session, kind: type[Kind], *, key: UUID, by: Actor) -> Requests[Kind]:
    """One request alone, for staff; a change report or a request for membership for the referents too.

    Raises:
        NotFound: there is none.
        Forbidden: the actor is neither.
    """
    found = requests.find(session, kind, key=key)
    if isinstance(found, Referencing):
        check_staff(session, by)
    else:
        check_actor(session, by, organisation_id=found.organisation_id)
    return _told(session, [found], next_after=None)


def _page(
    session: Session, kind: type[Kind], *, states: list[str], of: tuple[str, UUID] | None, page: tuple[UUID | None, int]
) -> Requests[Kind]:
    after, limit = page
    found = requests.page(session, kind, states=states, of=of, after=after, limit=limit + 1)
    items = found[:limit]
    return _told(session, items, next_after=items[-1].id if len(found) > limit else None)


def _told(session: Session, items: list[Kind], *, next_after: UUID | None) -> Requests[Kind]:
    keys = [key for key in (getattr(one, "organisation_id", None) for one in items) if key is not None]
    people = {getattr(one, name, None) for one in items for name in ("reported_by", "requested_by", "decided_by")}
    return Requests(
        items=items,
        organisations=organisations.organisations_by_id(session, keys),
        names=accounts.names_of(session, [one for one in people if one is not None]),
        next_after=next_after,
    )
