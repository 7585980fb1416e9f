"""A policy in the making: its terms as JSON, checked as a whole before it comes into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any
from uuid import UUID

from enrolment.domain.errors import PolicyInThePast, PolicyInvalid
from enrolment.domain.policy import CapScope, Policy, PromotionMode

NUMBERS = (
    "member_only_quota", "formation_quota", "organisation_cap", "cap_lift_days", "withdrawal_deadline_days",
    "promotion_deadline_days", "free_cancellation_days", "offer_answer_hours", "reminder_days", "last_reminder_days",
    "hr_reminder_days", "hr_escalation_days", "presence_contest_days",
)  # fmt: skip
TERMS = (
    "effective_on", *NUMBERS, "organisation_cap_scope", "promotion_mode", "late_withdrawal_uses_right",
    "absence_uses_right", "waves", "note",
)  # fmt: skip


class RehearsalState(StrEnum):
    """Where a rehearsal stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


@dataclass(eq=False)
class PolicyDraft:
    """`terms` as JSON. A rehearsal is that of this version; editing ends it."""

    draft_id: UUID
    terms: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    updated_by: UUID
    rehearsed_year: int | None = None
    rehearsal_state: RehearsalState | None = None
    rehearsal_total: int | None = None
    rehearsal_done: int | None = None
    rehearsed_at: datetime | None = None

    @property
    def typed_terms(self) -> dict[str, Any]:
        """The terms with days and choices as the domain has them."""
        return typed(self.terms)

    def edit(self, terms: Mapping[str, Any], *, by: UUID, now: datetime) -> None:
        """Take other terms; what was rehearsed no longer speaks of them.

        Raises:
            PolicyInvalid: they contradict themselves.
        """
        check_terms(terms)
        self.terms, self.version = as_json(terms), self.version + 1
        self.updated_at, self.updated_by = now, by
        self.rehearsed_year = self.rehearsal_state = self.rehearsal_total = self.rehearsal_done = None
        self.rehearsed_at = None

    def queue_rehearsal(self, *, year: int) -> None:
        """Ask for a rehearsal on the requests of a year."""
        self.rehearsed_year, self.rehearsal_state = year, RehearsalState.QUEUED
        self.rehearsal_total = self.rehearsal_done = self.rehearsed_at = None


def as_json(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Terms with days as text."""
    waves = [{**wave, "opens_on": str(wave["opens_on"])} for wave in terms["waves"]]
    known = {name: terms[name] for name in TERMS}
    return {**known, "effective_on": str(terms["effective_on"]), "waves": waves}


def terms_of(policy: Policy) -> dict[str, Any]:
    """The terms of a version, to begin a draft with."""
    return as_json({name: getattr(policy, name) for name in TERMS})


def check_terms(terms: Mapping[str, Any]) -> None:
    """Refuse what contradicts itself.

    Raises:
        PolicyInvalid: the figures name each fault with its field.
    """
    faults = []
    if terms["formation_quota"] > terms["member_only_quota"]:
        faults.append({"field": "formation_quota", "fault": "above-member-only-quota"})
    if terms["hr_escalation_days"] < terms["hr_reminder_days"]:
        faults.append({"field": "hr_escalation_days", "fault": "before-reminder"})
    if terms["last_reminder_days"] > terms["reminder_days"]:
        faults.append({"field": "last_reminder_days", "fault": "before-first-reminder"})
    waves = sorted((str(wave["opens_on"]), wave["most_obtained"]) for wave in terms["waves"])
    if len({day for day, _ in waves}) < len(waves):
        faults.append({"field": "waves", "fault": "day-twice"})
    for (day, most), (next_day, next_most) in pairwise(waves):
        if day[:4] == next_day[:4] and next_most <= most:
            faults.append({"field": "waves", "fault": "not-wider"})
    if faults:
        raise PolicyInvalid(figures={"faults": faults}, next_step="correct-the-policy")


def typed(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Days and choices as the domain has them; waves stay JSON, as a policy keeps them."""
    return {
        **{name: terms[name] for name in TERMS},
        "effective_on": date.fromisoformat(str(terms["effective_on"])),
        "organisation_cap_scope": CapScope(terms["organisation_cap_scope"]),
        "promotion_mode": PromotionMode(terms["promotion_mode"]),
    }


def policy_of(terms: Mapping[str, Any], *, version: int, by: UUID | None, now: datetime) -> Policy:
    """The version that these terms make."""
    return Policy(version=version, created_at=now, created_by=by, **typed(terms))


def check_publishable(terms: Mapping[str, Any], *, today: date) -> None:
    """Refuse to rewrite the past.

    Raises:
        PolicyInvalid: the terms contradict themselves.
        PolicyInThePast: decisions were taken under another version on that day.
    """
    check_terms(terms)
    effective_on = date.fromisoformat(str(terms["effective_on"]))
    if effective_on < today:
        raise PolicyInThePast(figures={"effective_on": effective_on, "earliest": today}, next_step="choose-a-later-day")
