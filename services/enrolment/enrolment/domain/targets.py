"""What a request is for: a training session and its action, as the catalogue last told them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from enrolment.domain.transitions import Decision


@dataclass(frozen=True, kw_only=True)
class Run:
    """By whom an action is run; no trainer named: by everybody of the provider organisation."""

    provider_organisation_id: UUID | None
    trainer_account_ids: tuple[UUID, ...]

    def is_by(self, account_id: UUID, organisation_id: UUID | None) -> bool:
        """Whether this person, acting for this organisation, decides its requests."""
        if organisation_id is None or organisation_id != self.provider_organisation_id:
            return False
        return not self.trainer_account_ids or account_id in self.trainer_account_ids


@dataclass(frozen=True, kw_only=True)
class Target:
    """One session with the terms of its action.

    `slots` are those of the event training_session.*: a list of {"slot_id", "date", "starts_at", "ends_at", …}.
    `missing_information` names what L6353-8 wants at hand and the publication lacks.
    """

    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    title: str
    type_label: str
    is_withdrawn: bool
    is_cancelled: bool
    is_member_only: bool
    counts_as_formation: bool
    is_self_paced: bool
    needs_hr_approval: bool
    needs_provider_approval: bool
    provider_organisation_id: UUID
    trainer_account_ids: tuple[UUID, ...]
    delivery_mode: str
    duration_days: Decimal
    registration_opens_at: datetime
    registration_closes_at: datetime
    starts_at: datetime
    ends_at: datetime
    first_day: date
    last_day: date
    slots: list[dict[str, Any]]
    type_code: str | None = None
    evaluation_planned: bool = False
    missing_information: tuple[str, ...] = ()

    @property
    def begins_at(self) -> datetime:
        """When the session counts as begun; for a self-paced one, the END of its range."""
        return self.ends_at if self.is_self_paced else self.starts_at

    @property
    def begins_on(self) -> date:
        """The day from which deadlines are counted back."""
        return self.last_day if self.is_self_paced else self.first_day

    @property
    def year(self) -> int:
        """The calendar year whose rights and caps it counts for."""
        return self.first_day.year

    @property
    def is_capped(self) -> bool:
        """Whether the number of people of one organisation is limited."""
        return self.counts_as_formation and not self.is_self_paced

    def has_begun(self, now: datetime) -> bool:
        """Whether it is too late to decide who takes part."""
        return now >= self.begins_at

    @property
    def run(self) -> Run:
        """By whom the action is run."""
        return Run(provider_organisation_id=self.provider_organisation_id, trainer_account_ids=self.trainer_account_ids)

    def decision(self, awaiting: Decision, enrolling: Decision) -> Decision:
        """The first where the provider has still to accept, else the second."""
        return awaiting if self.needs_provider_approval else enrolling
