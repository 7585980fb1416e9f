"""The person says to have read the mandatory information of an action."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.store import enrolments, targets
from enrolment.usecases.check_information import check_information


def note_information_read(session: Session, enrolment_id: UUID, *, by: Principal, now: datetime) -> Enrolment:
    """Keep when and of which publication; a second time changes nothing.

    Raises:
        NotFound: not a request of this person.
        MandatoryInformationMissing: there is not all of it to read.
    """
    if enrolments.get(session, enrolment_id).account_id != by.account_id:
        raise NotFound
    enrolment = enrolments.lock_one(session, enrolment_id)
    target = targets.get(session, enrolment.training_session_id)
    check_information(target)
    enrolment.note_information_read(publication_number=target.publication_number, now=now)
    session.flush()
    return enrolment
