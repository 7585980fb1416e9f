"""A badge asked for becomes a message to those who run the action, a decision one to its person."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import MessageKind
from notification.usecases.find_recipients import Contact, contact_of, contacts_of, provider_of
from notification.usecases.gather_facts import circumstances, shown
from notification.usecases.write_message import Draft, write_message

_TO_PERSON = {
    "issued": MessageKind.BADGE_ISSUED,
    "declined": MessageKind.BADGE_DECLINED,
    "revoked": MessageKind.BADGE_REVOKED,
}


def tell_badge(session: Session, event: Event, *, now: datetime) -> None:
    """Tell whom it concerns; nobody where the person was forgotten.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    data = event.data
    found = circumstances(session, UUID(data["training_session_id"]))
    person = contact_of(session, UUID(data["account_id"]))
    if person is None:
        return
    kind, recipients = _TO_PERSON.get(data["status"]), [person]
    if kind is None:
        kind, recipients = MessageKind.BADGE_REQUESTED, _deciders(session, found.action, person=person)
    for recipient in recipients:
        draft = Draft(
            event_id=event.id,
            kind=kind,
            recipient=recipient,
            facts={
                **shown(found),
                "person": person,
                "badge_id": data["badge_id"],
                "enrolment_id": data["enrolment_id"],
                "reason": data["reason"],
            },
            enrolment_id=UUID(data["enrolment_id"]),
            about=None if recipient is person else UUID(data["account_id"]),
        )
        write_message(session, draft, now=now)


def _deciders(session: Session, action: Mapping[str, Any], *, person: Contact) -> list[Contact]:
    """Those who run the action, but for the person who asks."""
    found = contacts_of(session, provider_of(session, action))
    return [contact for contact in found if contact["account_id"] != person["account_id"]]
