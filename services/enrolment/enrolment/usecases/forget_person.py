"""Erase a person: their name, address and words go; what they did stays, under a key that names nobody."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.store import complaints, contests, enrolments, inquiries, people, questionnaires


def forget_person(session: Session, account_id: UUID, *, now: datetime) -> None:
    """A name told late finds a mark that it must not be kept (GDPR, article 17)."""
    people.forget(session, account_id, now=now)
    enrolments.erase_words(session, account_id)
    inquiries.erase_words(session, account_id)
    complaints.erase_words(session, account_id)
    contests.erase_words(session, account_id)
    questionnaires.erase_words(session, account_id)
