"""Presence signed by the participants themselves, on the day, with the code of a half-day."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from enrolment.domain.attendance import HalfDay, PlannedHalfDay

# Neither vowels nor what looks alike on a board: no words, no doubts.
_LETTERS = "BCDFGHJKMNPQRSTVWXZ23456789"
_LENGTH = 8
_BEFORE = timedelta(minutes=30)
_AFTER = timedelta(minutes=60)


@dataclass(frozen=True, kw_only=True)
class SigningCode:
    """The code of one half-day of one session, shown in the room; good for a while around the half-day only."""

    code: str
    training_session_id: UUID
    slot_id: UUID
    half_day: HalfDay
    opens_at: datetime
    closes_at: datetime
    created_at: datetime
    created_by: UUID

    def is_open(self, now: datetime) -> bool:
        """Whether it can be used now."""
        return self.opens_at <= now <= self.closes_at


def new_code() -> str:
    """Eight characters that nobody guesses in the time they are good for: 27^8 of them."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))


def as_code(unverified: str) -> str:
    """What a person typed, as it is stored: capitals, without blanks and hyphens."""
    return "".join(letter for letter in unverified.upper() if letter in _LETTERS)


def code_for(half_day: PlannedHalfDay, *, training_session_id: UUID, by: UUID, now: datetime) -> SigningCode:
    """From half an hour before the half-day until an hour after it."""
    return SigningCode(
        code=new_code(),
        training_session_id=training_session_id,
        slot_id=half_day.slot_id,
        half_day=half_day.half_day,
        opens_at=half_day.starts_at - _BEFORE,
        closes_at=half_day.ends_at + _AFTER,
        created_at=now,
        created_by=by,
    )
