"""Organisations and their memberships of Cap Métiers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from stdnum.exceptions import ValidationError
from stdnum.fr import siret as siret_rule

from chassis.events import Event
from chassis.ids import new_id
from identity.domain import events
from identity.domain.errors import InvalidPeriod, InvalidSiret, MembershipOverlap, OrganisationClosed
from identity.domain.organisation_errors import InvalidActivityNumber
from identity.domain.organisation_names import search_key_of

_ACTIVITY_NUMBER = re.compile(r"[0-9]{11}")


@dataclass(frozen=True, kw_only=True)
class Address:
    """A postal address in France."""

    street: str
    postcode: str
    city: str


@dataclass(eq=False, kw_only=True)
class Membership:
    """Of Cap Métiers, from a day to a day, both included."""

    id: UUID
    organisation_id: UUID
    starts_on: date
    ends_on: date
    recorded_at: datetime
    recorded_by: UUID | None


@dataclass(eq=False, kw_only=True)
class Organisation:
    """An employer. `activity_declaration_number` is a training provider's (Code du travail L6351-1)."""

    id: UUID
    siret: str
    name: str
    street: str
    postcode: str
    city: str
    activity_declaration_number: str | None
    created_at: datetime
    changed_at: datetime
    closed_on: date | None = None
    version: int = 0
    search_key: str = ""
    memberships: list[Membership] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.search_key = search_key_of(name=self.name, city=self.city, postcode=self.postcode)

    def registered(self, *, now: datetime) -> Event:
        """The fact that a new organisation tells."""
        return self._next(events.ORGANISATION_REGISTERED, now)

    def record_membership(self, membership: Membership, *, now: datetime) -> Event:
        """Add a membership.

        Raises:
            InvalidPeriod: it ends before it begins.
            MembershipOverlap: another one covers some of its days.
        """
        if membership.ends_on < membership.starts_on:
            raise InvalidPeriod
        for other in self.memberships:
            if other.starts_on <= membership.ends_on and membership.starts_on <= other.ends_on:
                raise MembershipOverlap(figures={"starts_on": other.starts_on, "ends_on": other.ends_on})
        self.memberships.append(membership)
        return self._next(events.ORGANISATION_CHANGED, now)

    def change(self, values: Mapping[str, str | None], *, now: datetime) -> Event:
        """Take new values of name, SIRET, address, activity number or last day (`closed_on`, ISO)."""
        was_open = self.closed_on is None
        for name, value in values.items():
            if name == "closed_on":
                self.closed_on = date.fromisoformat(value) if value else None
            else:
                setattr(self, name, value)
        self.search_key = search_key_of(name=self.name, city=self.city, postcode=self.postcode)
        is_closing = was_open and self.closed_on is not None
        return self._next(events.ORGANISATION_CLOSED if is_closing else events.ORGANISATION_CHANGED, now)

    def is_member(self, day: date) -> bool:
        """Whether a membership is in force on this day (Europe/Paris)."""
        return any(one.starts_on <= day <= one.ends_on for one in self.memberships)

    def check_open(self, day: date) -> None:
        """
        Raises:
            OrganisationClosed: it closed before or on this day.
        """
        if self.closed_on is not None and self.closed_on <= day:
            raise OrganisationClosed(figures={"closed_on": self.closed_on})

    def _next(self, event_type: str, now: datetime) -> Event:
        self.version += 1
        self.changed_at = now
        return event_of(self, event_type, occurred_at=now)


def checked_siret(text: str) -> str:
    """The 14 digits, spaces removed: Luhn, or La Poste's own rule for SIREN 356000000.

    Raises:
        InvalidSiret: it is not one.
    """
    compact = "".join(text.split())
    if not (compact.isascii() and compact.isdigit()):
        raise InvalidSiret
    try:
        return str(siret_rule.validate(compact))
    except ValidationError as fault:
        raise InvalidSiret from fault


def checked_activity_number(text: str) -> str:
    """The eleven digits of an activity-declaration number (Code du travail L6351-1), spaces removed.

    Raises:
        InvalidActivityNumber: it is not one.
    """
    compact = "".join(text.split())
    if not _ACTIVITY_NUMBER.fullmatch(compact):
        raise InvalidActivityNumber
    return compact


def event_of(organisation: Organisation, event_type: str, *, occurred_at: datetime) -> Event:
    """The event of this type about the organisation as it stands, at its present version."""
    return Event(
        id=new_id(),
        type=event_type,
        subject=organisation.id,
        subject_version=organisation.version,
        occurred_at=occurred_at,
        data=_data(organisation),
    )


def _data(organisation: Organisation) -> dict[str, Any]:
    return {
        "organisation_id": str(organisation.id),
        "siret": organisation.siret,
        "name": organisation.name,
        "address": {
            "street": organisation.street,
            "postcode": organisation.postcode,
            "city": organisation.city,
        },
        "activity_declaration_number": organisation.activity_declaration_number,
        "closed_on": organisation.closed_on.isoformat() if organisation.closed_on else None,
        "memberships": [
            {
                "membership_id": str(one.id),
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat(),
            }
            for one in sorted(organisation.memberships, key=lambda one: one.starts_on)
        ],
    }
