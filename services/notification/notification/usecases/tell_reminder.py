"""What enrolment reminds of: a session that begins soon, requests that nobody decides."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import MessageKind
from notification.store import copies
from notification.usecases.find_recipients import contact_of, contacts_of
from notification.usecases.gather_facts import circumstances, organisation_name, shown
from notification.usecases.write_message import Draft, write_message


def tell_session_reminder(session: Session, event: Event, *, now: datetime) -> None:
    """Remind the enrolled person.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    data = event.data
    found = circumstances(session, UUID(data["training_session_id"]))
    person = contact_of(session, UUID(data["account_id"]))
    if person is None:
        return
    enrolment_id = UUID(data["enrolment_id"])
    facts = {
        **shown(found),
        "person": person,
        "enrolment_id": enrolment_id,
        "organisation_name": organisation_name(session, UUID(data["organisation_id"])),
    }
    kind = MessageKind.SESSION_REMINDER
    draft = Draft(event_id=event.id, kind=kind, recipient=person, facts=facts, enrolment_id=enrolment_id)
    write_message(session, draft, now=now)


def tell_validator_missing(session: Session, event: Event, *, now: datetime) -> None:
    """Alert the referents of the organisation: they can name an HR validator.

    Raises:
        NotYetKnown: the organisation, or a contact, has not arrived yet; nothing was written.
    """
    organisation_id = UUID(event.data["organisation_id"])
    name = organisation_name(session, organisation_id)
    referents = [account_id for account_id, _ in copies.holders(session, "referent", organisation_id=organisation_id)]
    for recipient in contacts_of(session, referents):
        facts = {"organisation_name": name, "waiting": event.data["waiting"]}
        draft = Draft(event_id=event.id, kind=MessageKind.VALIDATOR_MISSING, recipient=recipient, facts=facts)
        write_message(session, draft, now=now)
