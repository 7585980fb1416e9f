"""Arrange a world of people, organisations and sessions, and speak and look as the tests need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from chassis.database import transaction
from chassis.events import Event
from chassis.ids import new_id
from chassis.principal import Principal, Role
from chassis.tables import OUTBOX
from enrolment.domain.enrolments import Enrolment, Wish
from enrolment.domain.seats import Seats
from enrolment.domain.statuses import TAKEN, Status
from enrolment.store import enrolments, seats
from enrolment.store.tables import ENROLMENTS, PARTICIPATION_RIGHTS
from enrolment.usecases.accept_as_training_provider import accept_as_training_provider
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.note_offers import note_training_action, note_training_session
from enrolment.usecases.note_people import note_account_rights, note_organisation, note_profile
from enrolment.usecases.request_enrolment import request_enrolment
from services.enrolment.tests.samples import ACTION, FIRST_DAY, GUY, NOW, PROVIDER, SESSION, as_, beneficiary, paris

_versions = count(1)
Held = Mapping[UUID, list[str]]


def told(event_type: str, subject: UUID, data: Mapping[str, Any], *, at: datetime = NOW, version: int = 0) -> Event:
    return Event(
        type=event_type, subject=subject, subject_version=version or next(_versions), data=dict(data), occurred_at=at
    )


def organisation_event(
    organisation_id: UUID, name: str = "Ma structure", *, member: bool = True, **changes: Any
) -> Event:
    memberships = [{"membership_id": str(new_id()), "starts_on": "2026-01-01", "ends_on": "2026-12-31"}]
    data = {
        "organisation_id": str(organisation_id),
        "siret": "99900010200015",
        "name": name,
        "address": {"street": "12 rue du Port", "postcode": "17000", "city": "La Rochelle"},
        "activity_declaration_number": None,
        "closed_on": None,
        "memberships": memberships if member else [],
        **changes,
    }
    return told("organisation.changed.v1", organisation_id, data)


def account_event(account_id: UUID, roles: Held, *, confirmed: bool = True, **changes: Any) -> Event:
    data = {
        "account_id": str(account_id),
        "state": "active",
        "first_signed_in_at": "2026-01-05T08:00:00Z",
        "is_staff": False,
        "affiliations": [
            {
                "affiliation_id": str(new_id()),
                "organisation_id": str(organisation_id),
                "state": "confirmed" if confirmed else "withdrawn",
                "roles": held,
            }
            for organisation_id, held in roles.items()
        ],
        **changes,
    }
    return told("account.rights_changed.v1", account_id, data)


def profile_event(account_id: UUID, given_name: str, family_name: str) -> Event:
    data = {
        "account_id": str(account_id), "civility": "mr", "given_name": given_name, "family_name": family_name,
        "email": f"{given_name}.{family_name}@example.org".lower(), "phone": None, "job_title": None,
    }  # fmt: skip
    return told("account.profile_changed.v1", account_id, data)


def action_event(training_action_id: UUID = ACTION, **changes: Any) -> Event:
    data = {
        "training_action_id": str(training_action_id),
        "publication_number": 1,
        "status": "published",
        "title": "Accompagner le financement des parcours individuels",
        "type": {"code": "formation", "label": "Formation", "counts_as_formation": True, "self_paced": False},
        "delivery_mode": "in_person",
        "duration_days": "2.0",
        "access": "members",
        "hr_approval_required": True,
        "provider_approval_required": True,
        "provider_organisation_id": str(PROVIDER),
        "trainer_account_ids": [str(GUY)],
        **changes,
    }
    return told("training_action.published.v1", training_action_id, data)


def slot(day: date, begins: tuple[int, int] = (9, 0), ends: tuple[int, int] = (17, 0)) -> dict[str, Any]:
    return {
        "slot_id": str(new_id()),
        "date": day.isoformat(),
        "starts_at": paris(day, *begins).isoformat(),
        "ends_at": paris(day, *ends).isoformat(),
        "delivery_mode": "in_person",
        "place": None,
        "map_url": None,
        "remote_url": None,
    }


def session_event(
    training_session_id: UUID = SESSION,
    training_action_id: UUID = ACTION,
    *,
    first_day: date = FIRST_DAY,
    fact: str = "scheduled",
    at: datetime = NOW,
    **changes: Any,
) -> Event:
    last_day = first_day + timedelta(days=1)
    data = {
        "training_session_id": str(training_session_id),
        "training_action_id": str(training_action_id),
        "status": "scheduled",
        "capacity": 4,
        "waiting_list_capacity": 3,
        "registration_opens_at": "2026-01-05T08:00:00Z",
        "registration_closes_at": paris(first_day, 9).isoformat(),
        "starts_at": paris(first_day, 9).isoformat(),
        "ends_at": paris(last_day, 17).isoformat(),
        "first_day": first_day.isoformat(),
        "last_day": last_day.isoformat(),
        "slots": [slot(first_day), slot(last_day)],
        **changes,
    }
    return told(f"training_session.{fact}.v1", training_session_id, data, at=at)


FREEMIUM = {
    "type": {"code": "freemium", "label": "Autoformation Freemium", "counts_as_formation": False, "self_paced": True},
    "access": "open",
    "hr_approval_required": False,
    "provider_approval_required": False,
}
OPEN_LAB = {
    "type": {"code": "lab", "label": "Lab Studio découverte", "counts_as_formation": False, "self_paced": False},
    "access": "open",
    "hr_approval_required": False,
}


def tell(*events: Event, now: datetime = NOW) -> None:
    """Keep copies, without the reactions."""
    with transaction() as session:
        for event in events:
            if event.type.startswith("organisation."):
                note_organisation(session, event)
            elif event.type == "account.profile_changed.v1":
                note_profile(session, event)
            elif event.type.startswith("account."):
                note_account_rights(session, event)
            elif event.type.startswith("training_action."):
                note_training_action(session, event)
            else:
                note_training_session(session, event, now=now)


def a_session(
    training_action_id: UUID | None = None, *, action: Mapping[str, Any] | None = None, **changes: Any
) -> UUID:
    """A session of an action of its own, or of a known one."""
    key = new_id()
    owner = training_action_id or new_id()
    if training_action_id is None:
        tell(action_event(owner, **(action or {})))
    tell(session_event(key, owner, **changes))
    return key


@dataclass(frozen=True)
class Person:
    """Somebody with a confirmed affiliation to one organisation that has its own HR validator."""

    account_id: UUID
    organisation_id: UUID
    hr_validator_id: UUID

    @property
    def token(self) -> Principal:
        return beneficiary(self.account_id, self.organisation_id)

    @property
    def hr(self) -> Principal:
        return as_(Role.HR_VALIDATOR, self.hr_validator_id, self.organisation_id)


def a_person(organisation_id: UUID | None = None, hr_validator_id: UUID | None = None) -> Person:
    """A beneficiary; of a new member organisation with a new HR validator unless told otherwise."""
    found, validator = organisation_id or new_id(), hr_validator_id or new_id()
    if organisation_id is None:
        tell(organisation_event(found, "Une structure"), account_event(validator, {found: ["hr_validator"]}))
    account_id = new_id()
    tell(account_event(account_id, {found: ["beneficiary"]}))
    return Person(account_id, found, validator)


def a_colleague(person: Person) -> Person:
    return a_person(person.organisation_id, person.hr_validator_id)


def wish(person: Person, training_session_id: UUID = SESSION) -> Wish:
    return Wish(
        account_id=person.account_id,
        organisation_id=person.organisation_id,
        training_session_id=training_session_id,
        motivation="Pour apprendre.",
        prerequisites_met=True,
        available_on_all_slots=True,
        information_read=True,
    )


def requested(person: Person, training_session_id: UUID = SESSION, *, now: datetime = NOW) -> UUID:
    with transaction() as session:
        return request_enrolment(session, wish(person, training_session_id), by=person.token, now=now).enrolment_id


def approved(person: Person, training_session_id: UUID = SESSION, *, now: datetime = NOW) -> UUID:
    enrolment_id = requested(person, training_session_id, now=now)
    with transaction() as session:
        approve_as_hr_validator(session, enrolment_id, by=person.hr, now=now)
    return enrolment_id


def enrolled(person: Person, training_session_id: UUID = SESSION, *, now: datetime = NOW, by: Principal) -> UUID:
    enrolment_id = approved(person, training_session_id, now=now)
    with transaction() as session:
        accept_as_training_provider(session, enrolment_id, by=by, now=now)
    return enrolment_id


def found(enrolment_id: UUID) -> Enrolment:
    with transaction() as session:
        return enrolments.get(session, enrolment_id)


def status(enrolment_id: UUID) -> Status | None:
    return found(enrolment_id).status


def statuses(*enrolment_ids: UUID) -> list[str]:
    return [str(status(enrolment_id)) for enrolment_id in enrolment_ids]


def seats_of(training_session_id: UUID = SESSION) -> Seats:
    with transaction() as session:
        row = seats.find(session, training_session_id)
    assert row is not None
    return row


def counts(training_session_id: UUID = SESSION) -> tuple[int, int]:
    """Seats taken and people waiting, as the seat row says."""
    row = seats_of(training_session_id)
    return row.taken, row.waiting


def rights_of(person: Person, year: int = 2026) -> tuple[int, int]:
    with transaction() as session:
        row = session.execute(
            select(PARTICIPATION_RIGHTS.c.member_only, PARTICIPATION_RIGHTS.c.formations).where(
                PARTICIPATION_RIGHTS.c.account_id == person.account_id, PARTICIPATION_RIGHTS.c.year == year
            )
        ).one_or_none()
    return (row.member_only, row.formations) if row else (0, 0)


def said(event_type: str | None = None) -> list[Event]:
    """What the outbox holds, in order."""
    names = ("type", "subject", "subject_version", "data", "occurred_at", "id")
    statement = select(*(OUTBOX.c[name] for name in names)).order_by(OUTBOX.c.position)
    if event_type is not None:
        statement = statement.where(OUTBOX.c.type == event_type)
    with transaction() as session:
        return [Event(**row._mapping) for row in session.execute(statement)]


def check_counts_add_up() -> None:
    """Seat rows and rights say what the requests say; nowhere more than the capacity."""
    with transaction() as session:
        assert seats.miscounted(session) == []
        over = session.execute(
            select(ENROLMENTS.c.training_session_id, func.count())
            .where(ENROLMENTS.c.status.in_(TAKEN))
            .group_by(ENROLMENTS.c.training_session_id)
        ).all()
        for training_session_id, taken in over:
            row = seats.find(session, training_session_id)
            assert row is not None
            assert row.capacity is None or taken <= row.capacity
