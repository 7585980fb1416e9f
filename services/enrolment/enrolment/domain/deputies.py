"""A deputy decides in the place of an HR validator on the days of an absence; the referent names them."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Deputy:
    """A mandate of dated days, both included. `ended_at`: taken back before its last day."""

    deputy_id: UUID
    organisation_id: UUID
    absent_account_id: UUID
    deputy_account_id: UUID
    first_day: date
    last_day: date
    named_by: UUID
    named_at: datetime
    ended_at: datetime | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether the deputy decides on that day."""
        return self.ended_at is None and self.first_day <= day <= self.last_day
