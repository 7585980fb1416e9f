"""May this person ask for this session? One verdict for each organisation, with ALL the reasons against."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import DomainError
from chassis.principal import Principal, Role
from enrolment.domain.conflicts import Conflict, conflicts_of
from enrolment.domain.rules import Facts, failures_of, foreseen_place
from enrolment.domain.seats import Place
from enrolment.store import enrolments, targets
from enrolment.usecases.gather_facts import gather_facts


@dataclass(frozen=True, kw_only=True)
class Quota:
    """A yearly meter, and what it would show with one request more."""

    used: int
    would_use: int
    quota: int


@dataclass(frozen=True, kw_only=True)
class Rights:
    """What a seat would use of the year's rights."""

    year: int
    member_only: Quota
    formations: Quota


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`outcome` and `waiting_rank` say what an approval would give now; no organisation where the person has none.

    `rights` None: the action uses none. `conflicts` are overlaps with one's own requests: they bar nothing.
    """

    organisation_id: UUID | None
    organisation_name: str | None
    failures: tuple[DomainError, ...]
    outcome: Place | None
    waiting_rank: int | None
    uses_right: bool
    rights: Rights | None
    conflicts: tuple[Conflict, ...]

    @property
    def may_request(self) -> bool:
        """Whether no rule fails."""
        return not self.failures


def read_verdicts(session: Session, training_session_id: UUID, *, by: Principal, now: datetime) -> list[Verdict]:
    """The verdicts for the organisations in which the token makes its bearer a beneficiary.

    Raises:
        NotFound: no such training session.
    """
    target = targets.get(session, training_session_id)
    held: list[UUID | None] = [*sorted(by.organisations_as(Role.BENEFICIARY))] or [None]
    facts = [gather_facts(session, target, by=by, organisation_id=key, now=now) for key in held]
    others = enrolments.commitments(session, by.account_id, but_session=training_session_id)
    conflicts = tuple(conflicts_of(target.slots, others))
    return [_verdict(found, conflicts) for found in facts]


def _rights(facts: Facts) -> Rights | None:
    if not facts.target.is_member_only:
        return None
    used, policy = facts.rights, facts.quota_policy
    formations = int(facts.target.counts_as_formation)
    return Rights(
        year=facts.target.year,
        member_only=Quota(used=used.member_only, would_use=1, quota=policy.member_only_quota),
        formations=Quota(used=used.formations, would_use=formations, quota=policy.formation_quota),
    )


def _verdict(facts: Facts, conflicts: tuple[Conflict, ...]) -> Verdict:
    failures = tuple(failures_of(facts))
    outcome = None if failures else foreseen_place(facts)
    waits = outcome is Place.WAITING_LIST and facts.seats is not None
    return Verdict(
        organisation_id=facts.organisation_id,
        organisation_name=facts.organisation.name if facts.organisation else None,
        failures=failures,
        outcome=outcome,
        waiting_rank=facts.seats.waiting + 1 if waits and facts.seats else None,
        uses_right=facts.target.is_member_only,
        rights=_rights(facts),
        conflicts=conflicts,
    )
