"""Changes of an organisation, reported as differences old → new that take effect on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.events import Event
from identity.domain import events
from identity.domain.errors import IllegalMove, ReasonRequired
from identity.domain.organisation_errors import ChangeOutdated, NothingChanges
from identity.domain.organisations import Organisation, checked_activity_number, checked_siret
from identity.domain.rights import Actor


class ChangeState(StrEnum):
    """Where a report stands; `accepted` waits for its day."""

    REPORTED = "reported"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


class ChangeDecision(StrEnum):
    """What may happen to it."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    APPLY = "apply"
    WITHDRAW = "withdraw"


TRANSITIONS: dict[tuple[ChangeState, ChangeDecision], ChangeState] = {
    (ChangeState.REPORTED, ChangeDecision.ACCEPT): ChangeState.ACCEPTED,
    (ChangeState.REPORTED, ChangeDecision.REFUSE): ChangeState.REFUSED,
    (ChangeState.REPORTED, ChangeDecision.WITHDRAW): ChangeState.WITHDRAWN,
    (ChangeState.ACCEPTED, ChangeDecision.REFUSE): ChangeState.REFUSED,
    (ChangeState.ACCEPTED, ChangeDecision.APPLY): ChangeState.APPLIED,
}
# `closed_on` is a day as ISO text, or null for an organisation that is open.
FIELDS = ("name", "siret", "street", "postcode", "city", "activity_declaration_number", "closed_on")


@dataclass(eq=False, kw_only=True)
class ChangeReport:
    """One report. `differences`: a list of `field`, `old`, `new`, as JSON."""

    id: UUID
    organisation_id: UUID
    reported_by: UUID | None
    reporter_role: str | None
    reported_at: datetime
    effective_on: date
    differences: list[dict[str, str | None]]
    state: ChangeState = ChangeState.REPORTED
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    applied_at: datetime | None = None

    def move(self, decision: ChangeDecision, *, by: Actor, reason: str | None, now: datetime) -> None:
        """Apply a decision.

        Raises:
            IllegalMove: not in the table.
            ReasonRequired: refusing needs a reason.
        """
        target = TRANSITIONS.get((self.state, decision))
        if target is None:
            raise IllegalMove(figures={"status": self.state, "decision": decision}, next_step="reload")
        if decision is ChangeDecision.REFUSE and not (reason or "").strip():
            raise ReasonRequired(figures={"decision": decision}, next_step="give-a-reason")
        self.state = target
        if target is ChangeState.APPLIED:
            self.applied_at = now
        else:
            self.decided_at, self.decided_by, self.reason = now, by.account_id, reason

    def check_up_to_date(self, organisation: Organisation) -> None:
        """
        Raises:
            ChangeOutdated: a field is no longer what the report calls old.
        """
        now = values_of(organisation)
        changed = [one["field"] for one in self.differences if now[str(one["field"])] != one["old"]]
        if changed:
            raise ChangeOutdated(figures={"fields": changed}, next_step="report-again")

    def decided(self, *, now: datetime) -> Event:
        """The fact of the decision; of the organisation alone, so public."""
        is_refused = self.state is ChangeState.REFUSED
        return Event(
            type=events.CHANGE_REPORT_REFUSED if is_refused else events.CHANGE_REPORT_ACCEPTED,
            subject=self.id,
            occurred_at=now,
            data={
                "change_report_id": str(self.id),
                "organisation_id": str(self.organisation_id),
                "reported_by": str(self.reported_by) if self.reported_by else None,
                "effective_on": self.effective_on.isoformat(),
                "differences": [dict(one) for one in self.differences],
                "reason": self.reason,
            },
        )


def values_of(organisation: Organisation) -> dict[str, str | None]:
    """The values in force of what may be reported, as texts."""
    found: dict[str, Any] = {name: getattr(organisation, name) for name in FIELDS}
    closed_on = organisation.closed_on
    return {**found, "closed_on": closed_on.isoformat() if closed_on else None}


def differences_of(organisation: Organisation, wanted: Mapping[str, str | None]) -> list[dict[str, str | None]]:
    """What `wanted` changes, checked and in the order of the fields.

    Raises:
        InvalidSiret: the new SIRET is none.
        InvalidActivityNumber: the new number is none.
        NothingChanges: every value is the one in force.
    """
    now, new = values_of(organisation), dict(wanted)
    if new.get("siret"):
        new["siret"] = checked_siret(str(new["siret"]))
    if new.get("activity_declaration_number"):
        new["activity_declaration_number"] = checked_activity_number(str(new["activity_declaration_number"]))
    found: list[dict[str, str | None]] = [
        {"field": name, "old": now[name], "new": new[name]} for name in FIELDS if name in new and new[name] != now[name]
    ]
    if not found:
        raise NothingChanges(next_step="correct-the-report")
    return found
