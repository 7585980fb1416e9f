"""Both sides write; the person's answer gives the request back to the provider by itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal, Role
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.followup_errors import ThreadClosed
from enrolment.domain.notices import information_received
from enrolment.domain.statuses import HELD
from enrolment.store import enrolments, inquiries, listings
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.read_enrolments import standing_of


def _side(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> tuple[Role, dict[str, Any]]:
    """As whom somebody writes: the person of the request, or who runs the action.

    Raises:
        NotFound: neither; nobody else reads what these two write.
    """
    row = listings.enrolment(reader, enrolment_id)
    if row is None:
        raise NotFound
    standing = standing_of(viewer_of(reader, by), row, now=now)
    if standing.is_own:
        return Role.BENEFICIARY, row
    if not standing.may_read(row["status"]) or not (standing.runs or standing.is_staff):
        raise NotFound
    return Role.STAFF if standing.is_staff else Role.TRAINING_PROVIDER, row


def write_in_thread(session: Session, enrolment_id: UUID, *, body: str, by: Principal, now: datetime) -> None:
    """Add a message.

    Raises:
        NotFound: not a request of this person, nor for an action of this provider.
        ThreadClosed: the provider has asked nothing, or the request holds no seat any more.
    """
    side, _ = _side(session, enrolment_id, by=by, now=now)
    enrolment = enrolments.lock_one(session, enrolment_id)
    if enrolment.status not in HELD or inquiries.last_of(session, enrolment_id) is None:
        raise ThreadClosed(figures={"status": enrolment.status}, next_step="read-the-request")
    inquiries.write(session, enrolment_id, by=by, body=body, now=now)
    if side is Role.BENEFICIARY:
        _resume(session, enrolment, now=now)


def _resume(session: Session, enrolment: Enrolment, *, now: datetime) -> None:
    pending = inquiries.open_of(session, enrolment.enrolment_id)
    if pending is not None:
        answered = pending.answered(now)
        inquiries.save(session, answered)
        outbox.append(session, information_received(enrolment, answered))


def read_thread(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> dict[str, Any]:
    """The messages, whose turn it is, and whether this viewer may write.

    Raises:
        NotFound: not a request of this person, nor for an action of this provider.
    """
    side, row = _side(reader, enrolment_id, by=by, now=now)
    inquiry = inquiries.last_of(reader, enrolment_id)
    messages = [
        {
            **message,
            "role": Role(message["role"]),
            "name": f"{message['given_name']} {message['family_name']}" if message["family_name"] else None,
            "is_mine": message["account_id"] == by.account_id,
        }
        for message in inquiries.thread(reader, enrolment_id)
    ]
    return {
        "enrolment_id": enrolment_id,
        "side": side,
        "messages": messages,
        "inquiry": {**vars(inquiry), "state": inquiry.state(now)} if inquiry else None,
        "may_write": inquiry is not None and row["status"] in HELD,
    }
