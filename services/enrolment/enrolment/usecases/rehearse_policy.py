"""Replay the requests of a year under the rules of the time and under a draft, and keep whose outcome differs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Session, transaction
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.policy import in_force
from enrolment.domain.policy_drafts import policy_of
from enrolment.domain.rehearsal import (
    Changed,
    Happening,
    Occasion,
    Result,
    RulesOn,
    compare,
    happenings_of,
    moved_to_year,
)
from enrolment.domain.rehearsal_stage import Stage
from enrolment.store import policies, policy_drafts
from enrolment.usecases.edit_policies import check_staff

# Progress is told after so many steps: rare enough to cost nothing, often enough to be seen.
_STEPS_A_TELLING = 2_000


class _Stale(Exception):
    """The draft was edited or removed meanwhile: nobody waits for this rehearsal."""


def rehearse_policy(draft_id: UUID, *, version: int, year: int, now: datetime) -> Callable[[Session], None]:
    """Play in memory, telling how far it has come; what is returned keeps the outcomes."""
    try:
        changed = _play(draft_id, version=version, year=year, now=now)
    except (_Stale, NotFound):
        return lambda _session: None

    def keep(session: Session) -> None:
        draft = policy_drafts.get(session, draft_id, lock=True)
        if draft.version == version:
            policy_drafts.keep_outcomes(session, draft, changed=changed, now=now)

    return keep


def _play(draft_id: UUID, *, version: int, year: int, now: datetime) -> list[Changed]:
    with transaction() as session:
        draft = policy_drafts.get(session, draft_id)
        known = policies.every(session)
        every_case = policy_drafts.cases_of_year(session, year)
        occasions = policy_drafts.occasions_of(session, {case.training_session_id for case in every_case})
    cases = [case for case in every_case if case.training_session_id in occasions]
    rehearsed = moved_to_year(policy_of(draft.terms, version=0, by=None, now=now), year)
    told = _Telling(draft_id, version=version)

    def then(day: date) -> Any:
        return in_force(known, day)

    before = _results(occasions, happenings_of(cases, occasions, rules=then, until=now), rules=then, told=told)
    happenings = happenings_of(cases, occasions, rules=lambda _day: rehearsed, until=now)
    after = _results(occasions, happenings, rules=lambda _day: rehearsed, told=told)
    return compare(cases, before=before, after=after)


class _Telling:
    """Says how many steps of both runs are done."""

    def __init__(self, draft_id: UUID, *, version: int) -> None:
        self._draft_id = draft_id
        self._version = version
        self._done = 0

    def step(self, *, total: int) -> None:
        """
        Raises:
            _Stale: nobody waits for it any more.
        """
        if self._done % _STEPS_A_TELLING == 0:
            with transaction() as session:
                done, version = self._done, self._version
                if not policy_drafts.note_progress(session, self._draft_id, version=version, done=done, total=total):
                    raise _Stale
        self._done += 1


def _results(
    occasions: Mapping[UUID, Occasion], happenings: list[Happening], *, rules: RulesOn, told: _Telling
) -> dict[UUID, Result]:
    stage = Stage(occasions, rules=rules)
    for happening in happenings:
        told.step(total=2 * len(happenings))
        stage.play(happening)
    return stage.results


def read_rehearsal(
    session: Session, draft_id: UUID, *, by: Principal, limit: int, after: tuple[datetime, UUID] | None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A page of whose outcome changes (one more than asked for, where there are more), and how many go which way.

    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
    """
    check_staff(session, by)
    policy_drafts.get(session, draft_id)
    page = policy_drafts.outcomes(session, draft_id, limit=limit + 1, after=after)
    return page, policy_drafts.summary(session, draft_id)
