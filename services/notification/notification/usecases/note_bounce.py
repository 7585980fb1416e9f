"""A message that could not be delivered for good, or was not wanted: keep it, and say that an address fails."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.database import Session
from notification.channels.bounces import Report
from notification.domain.errors import NotYetKnown
from notification.domain.kinds import MessageKind
from notification.domain.message import Message, MessageStatus, Move
from notification.domain.topics import TOPIC_OF, Delivery, may_be_stopped
from notification.store import copies, failing_addresses, messages, preferences
from notification.usecases.find_recipients import contacts_of
from notification.usecases.gather_facts import organisation_name
from notification.usecases.write_message import Draft, write_message


def note_report(session: Session, report: Report, *, now: datetime) -> bool:
    """Apply what a server reported; says whether it was about a message that we sent and changed it.

    A failure that is not permanent changes nothing: the server goes on trying. A complaint stops e-mails of its topic,
    where their reader may stop them.
    """
    message = messages.lock_by_identifier(session, report.identifier)
    if message is None or message.status is not MessageStatus.SENT:
        return False
    if report.is_complaint:
        message.move(Move.COMPLAIN, now=now)
        if may_be_stopped(message.kind):
            preferences.keep(session, message.account_id, choices={TOPIC_OF[message.kind]: Delivery.OFF}, now=now)
        return True
    if not report.is_permanent:
        return False
    message.move(Move.BOUNCE, now=now)
    message.last_failure = report.reason
    flag_failing_address(session, message, reason=report.reason, now=now)
    return True


def flag_failing_address(session: Session, message: Message, *, reason: str, now: datetime) -> None:
    """Tell the referents of the person's organisations, once an address; staff where there is nobody else."""
    address = message.sent_to
    if address is None or not failing_addresses.note(
        session, message.account_id, address=address, reason=reason, now=now
    ):
        return
    person = copies.contact(session, message.account_id)
    if person is None or person["is_erased"]:
        return
    for organisation_id in copies.organisations_of(session, message.account_id):
        held = copies.holders(session, "referent", organisation_id=organisation_id)
        referents = [account_id for account_id, _ in held if account_id != message.account_id]
        facts = {
            "person": person,
            "address": address,
            "failure": reason,
            "organisation_name": organisation_name(session, organisation_id),
            "is_to_staff": not referents,
        }
        event_id = uuid5(NAMESPACE_URL, f"failing:{message.account_id}:{address}:{organisation_id}")
        told = referents or copies.staff(session)
        _tell(session, told, event_id=event_id, about=message.account_id, facts=facts, now=now)


def _tell(
    session: Session, told: list[UUID], *, event_id: UUID, about: UUID, facts: dict[str, object], now: datetime
) -> None:
    try:
        recipients = contacts_of(session, told)
    except NotYetKnown:
        return
    for recipient in recipients:
        kind = MessageKind.ADDRESS_FAILING
        draft = Draft(event_id=event_id, kind=kind, recipient=recipient, facts=facts, about=about)
        write_message(session, draft, now=now)
