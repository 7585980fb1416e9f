"""The clock: an answer did not come by its day, so the provider is told, once."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from enrolment.domain.deadlines import day_of
from enrolment.domain.inquiries import InquiryState
from enrolment.domain.notices import information_missed
from enrolment.domain.statuses import Status
from enrolment.store import enrolments, inquiries


def find_missed_information(session: Session, *, now: datetime) -> list[UUID]:
    """Questions to look at."""
    return inquiries.missed(session, before=day_of(now))


def remind_missed_information(session: Session, inquiry_id: UUID, *, now: datetime) -> int:
    """Tell the provider; a second run finds that it was told."""
    inquiry = inquiries.lock(session, inquiry_id)
    if inquiry is None or inquiry.missed_told_at is not None or inquiry.state(now) is not InquiryState.MISSED:
        return 0
    enrolment = enrolments.get(session, inquiry.enrolment_id)
    if enrolment.status is not Status.PRE_ENROLLED:
        return 0
    told = inquiry.missed(now)
    inquiries.save(session, told)
    outbox.append(session, information_missed(enrolment, told))
    return 1
