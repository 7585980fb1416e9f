"""The rules of participation: dated data, one version after another, never constants of the code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from enrolment.domain.deadlines import days_before, end_of_day, start_of_day


class CapScope(StrEnum):
    """Within what the people of one organisation are counted."""

    TRAINING_ACTION = "training_action"
    TRAINING_SESSION = "training_session"


class PromotionMode(StrEnum):
    """How a freed seat is given to the next in line: at once, or as an offer to answer in time."""

    DIRECT = "direct"
    OFFER = "offer"


@dataclass(frozen=True, kw_only=True)
class Wave:
    """From `opens_on`, who has obtained at most `most_obtained` member-only actions this year may ask."""

    opens_on: date
    most_obtained: int


@dataclass(eq=False)
class Policy:
    """One version, in force from `effective_on` until a later one. Quotas are per person and calendar year.

    `waves` is JSON: a list of {"opens_on": day, "most_obtained": int}; none means that everybody may ask at once.
    """

    version: int
    effective_on: date
    member_only_quota: int
    formation_quota: int
    organisation_cap: int
    organisation_cap_scope: CapScope
    cap_lift_days: int
    withdrawal_deadline_days: int
    promotion_deadline_days: int
    free_cancellation_days: int
    late_withdrawal_uses_right: bool
    absence_uses_right: bool
    waves: list[dict[str, Any]]
    promotion_mode: PromotionMode
    offer_answer_hours: int
    reminder_days: int
    note: str
    created_at: datetime
    created_by: Any = None
    last_reminder_days: int = 1
    hr_reminder_days: int = 3
    hr_escalation_days: int = 7
    presence_contest_days: int = 10

    def withdrawal_deadline(self, begins_on: date) -> datetime:
        """Until when a withdrawal is early."""
        return days_before(begins_on, self.withdrawal_deadline_days)

    def promotion_deadline(self, begins_on: date) -> datetime:
        """Until when a freed seat is given on without anybody's doing."""
        return days_before(begins_on, self.promotion_deadline_days)

    def offer_expires_at(self, offered_at: datetime, *, begins_at: datetime) -> datetime:
        """Until when an offer stands: never beyond the beginning of the session."""
        return min(offered_at + timedelta(hours=self.offer_answer_hours), begins_at)

    def cap_lifts_at(self, begins_on: date) -> datetime:
        """From when people beyond the cap may take the seats that remain: the beginning of that day."""
        return start_of_day(begins_on - timedelta(days=self.cap_lift_days))

    def free_cancellation_ends_at(self, moved_on: date) -> datetime:
        """Until when a moved session may be left without losing a right."""
        return end_of_day(moved_on + timedelta(days=self.free_cancellation_days))

    def contest_deadline(self, recorded_on: date) -> datetime:
        """Until when a person may contest the presence recorded on that day."""
        return end_of_day(recorded_on + timedelta(days=self.presence_contest_days))

    def waves_of(self, year: int) -> list[Wave]:
        """The waves of a year, first one first."""
        known = [
            Wave(opens_on=date.fromisoformat(entry["opens_on"]), most_obtained=entry["most_obtained"])
            for entry in self.waves
        ]
        return sorted((wave for wave in known if wave.opens_on.year == year), key=lambda wave: wave.opens_on)


def in_force(policies: Sequence[Policy], day: date) -> Policy:
    """The version in force on `day`: the latest one effective by then, the newest of several of one day.

    Raises:
        LookupError: no version is as old as that.
    """
    effective = [policy for policy in policies if policy.effective_on <= day]
    if not effective:
        raise LookupError(f"no rules of participation for {day.isoformat()}")
    return max(effective, key=lambda policy: (policy.effective_on, policy.version))
