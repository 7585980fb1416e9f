"""Decisions about an organisation become messages to its referents, or to who asked for it to be known."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event, name_of
from notification.domain.kinds import MessageKind
from notification.store import copies
from notification.usecases.find_recipients import contact_of, contacts_of
from notification.usecases.gather_facts import organisation_name
from notification.usecases.tell_rights import referents
from notification.usecases.write_message import Draft, write_message

KINDS = {
    "change_report.accepted": MessageKind.CHANGE_REPORT_DECIDED,
    "change_report.refused": MessageKind.CHANGE_REPORT_DECIDED,
    "membership.confirmed": MessageKind.MEMBERSHIP_CONFIRMED,
    "membership.refused": MessageKind.MEMBERSHIP_REFUSED,
    "membership.expiry_announced": MessageKind.MEMBERSHIP_ENDING,
    "referencing.accepted": MessageKind.REFERENCING_ACCEPTED,
    "referencing.refused": MessageKind.REFERENCING_REFUSED,
}


def tell_organisation(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the referents; none of them, where there is none.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    name, organisation_id = name_of(event.type), UUID(event.data["organisation_id"])
    facts = {
        **event.data,
        "organisation_name": organisation_name(session, organisation_id),
        "is_accepted": not name.endswith(".refused"),
    }
    for recipient in contacts_of(session, referents(session, organisation_id)):
        write_message(session, Draft(event_id=event.id, kind=KINDS[name], recipient=recipient, facts=facts), now=now)


def tell_referencing(session: Session, event: Event, *, now: datetime) -> None:
    """Tell who asked: the account, or the address that was given.

    Raises:
        NotYetKnown: the account's contact has not arrived yet; nothing was written.
    """
    data = event.data
    if data["account_id"]:
        recipient = contact_of(session, UUID(data["account_id"]))
    else:
        copies.keep_stranger(session, event.subject, values=data["contact"], now=now)
        recipient = contact_of(session, event.subject)
    if recipient is None:
        return
    kind = KINDS[name_of(event.type)]
    write_message(session, Draft(event_id=event.id, kind=kind, recipient=recipient, facts=dict(data)), now=now)
