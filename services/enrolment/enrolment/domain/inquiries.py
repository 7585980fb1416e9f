"""The provider asks for information: a thread with a due date, during which the seat stays held."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from chassis.ids import new_id
from enrolment.domain.deadlines import end_of_day, has_passed


class InquiryState(StrEnum):
    """Whose turn it is: the person's until the due day and after, then the provider's again."""

    WANTED = "wanted"
    MISSED = "missed"
    RECEIVED = "received"


@dataclass(frozen=True, kw_only=True)
class Inquiry:
    """One question of the provider. `missed_told_at`: the provider was reminded that no answer had come."""

    inquiry_id: UUID
    enrolment_id: UUID
    asked_by: UUID
    asked_at: datetime
    due_on: date
    answered_at: datetime | None
    missed_told_at: datetime | None
    version: int

    def state(self, now: datetime) -> InquiryState:
        """Where it stands."""
        if self.answered_at is not None:
            return InquiryState.RECEIVED
        return InquiryState.MISSED if has_passed(end_of_day(self.due_on), now) else InquiryState.WANTED

    def answered(self, now: datetime) -> "Inquiry":
        """The person has written: it is the provider's turn again."""
        return replace(self, answered_at=now, version=self.version + 1)

    def missed(self, now: datetime) -> "Inquiry":
        """The due day is over without an answer, and the provider is told."""
        return replace(self, missed_told_at=now, version=self.version + 1)


def asked(enrolment_id: UUID, *, by: UUID, due_on: date, now: datetime) -> Inquiry:
    """A new question."""
    return Inquiry(
        inquiry_id=new_id(),
        enrolment_id=enrolment_id,
        asked_by=by,
        asked_at=now,
        due_on=due_on,
        answered_at=None,
        missed_told_at=None,
        version=1,
    )
