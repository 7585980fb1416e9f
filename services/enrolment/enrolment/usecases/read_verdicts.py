"""May this person ask for this session? One verdict for each organisation, with ALL the reasons against."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import DomainError
from chassis.principal import Principal, Role
from enrolment.domain.rules import Facts, failures_of, foreseen_place
from enrolment.domain.seats import Place
from enrolment.store import targets
from enrolment.usecases.gather_facts import gather_facts


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`outcome` and `waiting_rank` say what an approval would give now; no organisation where the person has none."""

    organisation_id: UUID | None
    organisation_name: str | None
    failures: tuple[DomainError, ...]
    outcome: Place | None
    waiting_rank: int | None
    uses_right: bool

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
    return [_verdict(found) for found in facts]


def _verdict(facts: Facts) -> Verdict:
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
    )
