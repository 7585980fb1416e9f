"""What follows a request: questions, delays, questionnaires, contested presences, exports, deputies."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event, name_of
from notification.domain.kinds import Audience, MessageKind
from notification.store import copies
from notification.usecases.find_recipients import Contact, contact_of, contacts_of, hr_validators, provider_of
from notification.usecases.gather_facts import circumstances, organisation_name, shown
from notification.usecases.write_message import Draft, write_message

_ABOUT_REQUEST: Mapping[str, tuple[MessageKind, Audience]] = {
    "information.requested": (MessageKind.INFORMATION_WANTED, Audience.PERSON),
    "information.received": (MessageKind.INFORMATION_RECEIVED, Audience.PROVIDER),
    "information.missed": (MessageKind.INFORMATION_MISSED, Audience.PROVIDER),
    "questionnaire.opened": (MessageKind.QUESTIONNAIRE_AVAILABLE, Audience.PERSON),
    "presence.contested": (MessageKind.PRESENCE_CONTESTED, Audience.PROVIDER),
    "presence.settled": (MessageKind.PRESENCE_SETTLED, Audience.PERSON),
}
_DELAYED = {"reminder": MessageKind.DECISION_REMINDER, "escalation": MessageKind.DECISION_ESCALATION}
_REFERENT = "referent"
NAMES = frozenset(_ABOUT_REQUEST)


def tell_about_request(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the person, or those who run the action; nobody is told of what they did themselves.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    kind, audience = _ABOUT_REQUEST[name_of(event.type)]
    data = event.data
    found = circumstances(session, UUID(data["training_session_id"]))
    person = contact_of(session, UUID(data["account_id"]))
    if person is None:
        return
    enrolment_id = UUID(data["enrolment_id"])
    facts = {
        **shown(found),
        **data,
        "person": person,
        "enrolment_id": enrolment_id,
        "organisation_name": organisation_name(session, UUID(data["organisation_id"])),
    }
    for recipient in _recipients(session, audience, person=person, action=found.action):
        draft = Draft(
            event_id=event.id,
            kind=kind,
            recipient=recipient,
            facts=facts,
            enrolment_id=enrolment_id,
            about=None if audience is Audience.PERSON else person["account_id"],
        )
        write_message(session, draft, now=now)


def _recipients(session: Session, audience: Audience, *, person: Contact, action: Mapping[str, Any]) -> list[Contact]:
    if audience is Audience.PERSON:
        return [person]
    others = [account_id for account_id in provider_of(session, action) if account_id != person["account_id"]]
    return contacts_of(session, others)


def tell_delayed_decision(session: Session, event: Event, *, now: datetime) -> None:
    """Remind the HR validators, or tell the referents that nobody decides.

    Raises:
        NotYetKnown: the organisation, or a contact, has not arrived yet; nothing was written.
    """
    data, kind = event.data, _DELAYED[event.data["level"]]
    organisation_id = UUID(data["organisation_id"])
    facts = {
        "organisation_name": organisation_name(session, organisation_id),
        "waiting": len(data["enrolment_ids"]),
        "oldest_requested_at": data["oldest_requested_at"],
    }
    if kind is MessageKind.DECISION_REMINDER:
        told = hr_validators(session, organisation_id)
    else:
        told = [key for key, _ in copies.holders(session, _REFERENT, organisation_id=organisation_id)]
    for recipient in contacts_of(session, told):
        write_message(session, Draft(event_id=event.id, kind=kind, recipient=recipient, facts=facts), now=now)


def tell_prepared_export(session: Session, event: Event, *, now: datetime) -> None:
    """Tell whoever wished for it; the link opens nothing without signing in.

    Raises:
        NotYetKnown: the organisation, or the contact, has not arrived yet; nothing was written.
    """
    name = organisation_name(session, UUID(event.data["organisation_id"]))
    recipient = contact_of(session, UUID(event.data["account_id"]))
    if recipient is not None:
        facts = {**event.data, "organisation_name": name}
        draft = Draft(event_id=event.id, kind=MessageKind.EXPORT_READY, recipient=recipient, facts=facts)
        write_message(session, draft, now=now)


def tell_deputy(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the deputy whom they replace, and when.

    Raises:
        NotYetKnown: the organisation, or a contact, has not arrived yet; nothing was written.
    """
    data = event.data
    name = organisation_name(session, UUID(data["organisation_id"]))
    absent = contact_of(session, UUID(data["absent_account_id"]))
    deputy = contact_of(session, UUID(data["deputy_account_id"]))
    if deputy is None or absent is None:
        return
    facts = {**data, "organisation_name": name, "absent": absent}
    draft = Draft(
        event_id=event.id, kind=MessageKind.DEPUTY_NAMED, recipient=deputy, facts=facts, about=absent["account_id"]
    )
    write_message(session, draft, now=now)
