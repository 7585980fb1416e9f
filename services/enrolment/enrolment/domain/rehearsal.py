"""A dry run: what requests of the past would have come to under other rules.

Asking, approving, leaving and presence happen as they did; seats, lists, promotions and rights follow the rules. Both
sides are rehearsed, the rules of the time too, so that a difference comes from the rules alone. A request that a rule
refused then left no trace and cannot be rehearsed; an offered place counts as taken.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from enrolment.domain.policy import Policy

RulesOn = Callable[[date], Policy]


class Step(StrEnum):
    """What happened, in the order in which things of one instant are done."""

    LIFT = "lift"
    LEAVE = "leave"
    END = "end"
    ABSENT = "absent"
    ASK = "ask"
    APPROVE = "approve"
    BY_HAND = "by_hand"


class Outcome(StrEnum):
    """What a request came to."""

    UNDECIDED = "undecided"
    REFUSED_BY_WAVE = "wave-not-open"
    REFUSED_BY_RIGHTS = "rights-used-up"
    REFUSED_FULL = "action-full"
    WAITING = "waiting"
    SEAT = "seat"
    LEFT = "left"
    ENDED_BY_OTHERS = "ended_by_others"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A session as it stood at the end. `capacity` None: no limit."""

    training_session_id: UUID
    training_action_id: UUID
    first_day: date
    begins_on: date
    begins_at: datetime
    is_capped: bool
    capacity: int | None
    waiting_list_capacity: int


@dataclass(frozen=True, kw_only=True)
class Case:
    """A request and what people did about it; None: they did not."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    year: int
    is_member_only: bool
    counts_as_formation: bool
    requested_at: datetime
    approved_at: datetime | None
    left_at: datetime | None
    ended_by_others_at: datetime | None
    absent_at: datetime | None
    promoted_by_hand_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a request came to, and whether it used a right in the end."""

    outcome: Outcome
    right_used: bool


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A request whose outcome is another under the draft."""

    enrolment_id: UUID
    requested_at: datetime
    before: Result
    after: Result


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One step of one case, or (no case) the lift of the cap of a session."""

    at: datetime
    step: Step
    training_session_id: UUID
    case: Case | None = None


_ORDER = {step: position for position, step in enumerate(Step)}


def happenings_of(
    cases: list[Case], occasions: Mapping[UUID, Occasion], *, rules: RulesOn, until: datetime
) -> list[Happening]:
    """All that happened so far, in order of time."""
    found = [happening for case in cases for happening in _of_case(case)]
    for occasion in occasions.values():
        lift = rules(occasion.first_day).cap_lifts_at(occasion.begins_on)
        found.append(Happening(at=lift, step=Step.LIFT, training_session_id=occasion.training_session_id))
    past = [entry for entry in found if entry.at <= until]
    return sorted(past, key=lambda entry: (entry.at, _ORDER[entry.step], str(entry.case and entry.case.enrolment_id)))


def _of_case(case: Case) -> Iterator[Happening]:
    steps = (
        (case.requested_at, Step.ASK),
        (case.approved_at, Step.APPROVE),
        (case.left_at, Step.LEAVE),
        (case.ended_by_others_at, Step.END),
        (case.absent_at, Step.ABSENT),
        (case.promoted_by_hand_at, Step.BY_HAND),
    )
    for at, step in steps:
        if at is not None:
            yield Happening(at=at, step=step, training_session_id=case.training_session_id, case=case)


def moved_to_year(policy: Policy, year: int) -> Policy:
    """The same rules with their waves on the same days of `year`, so that the waves of next year can be rehearsed."""
    years = sorted({date.fromisoformat(wave["opens_on"]).year for wave in policy.waves})
    if not years or year in years:
        return policy
    source = max((known for known in years if known <= policy.effective_on.year), default=years[0])
    waves = [
        {**wave, "opens_on": f"{year}{wave['opens_on'][4:]}".replace("-02-29", "-02-28")}
        for wave in policy.waves
        if wave["opens_on"].startswith(str(source))
    ]
    terms = {name: value for name, value in vars(policy).items() if not name.startswith("_")}
    return Policy(**{**terms, "waves": waves})


def compare(cases: list[Case], *, before: Mapping[UUID, Result], after: Mapping[UUID, Result]) -> list[Changed]:
    """Whose outcome changes, first asked first."""
    return [
        Changed(
            enrolment_id=case.enrolment_id,
            requested_at=case.requested_at,
            before=before[case.enrolment_id],
            after=after[case.enrolment_id],
        )
        for case in sorted(cases, key=lambda case: (case.requested_at, case.enrolment_id))
        if before[case.enrolment_id] != after[case.enrolment_id]
    ]


def without_right(result: Result) -> Result:
    """The same outcome, the right given back."""
    return replace(result, right_used=False)
