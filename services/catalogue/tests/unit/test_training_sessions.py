"""A session that is moved, resized and called off."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from catalogue.domain.errors import SessionCancelled, SessionOver, SessionPlanInvalid
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_sessions import Run, SessionStatus, TrainingSession, plan_session, replan
from services.catalogue.tests.samples import NOW, slot, two_days

RUN = Run(training_action_id=uuid4(), self_paced=False, duration_days=Decimal("2.0"))


def planned(plan: SessionPlan | None = None) -> TrainingSession:
    return plan_session(uuid4(), plan or two_days(), run=RUN, now=NOW)


def as_plan(training_session: TrainingSession, **changes: object) -> SessionPlan:
    slots = tuple(
        slot(kept.day, slot_id=kept.slot_id, map_url=kept.map_url, remote_url=kept.remote_url)
        for kept in training_session.slots
    )
    return SessionPlan(**{"capacity": 4, "waiting_list_capacity": 2, "slots": slots, **changes})


def revise(training_session: TrainingSession, plan: SessionPlan) -> tuple[bool, bool]:
    timetable, terms = replan(training_session, plan, run=RUN, now=NOW)
    return training_session.move(timetable), training_session.change_terms(terms, timetable)


def ids_of(training_session: TrainingSession) -> list[UUID]:
    return [kept.slot_id for kept in training_session.slots]


def test_the_same_plan_changes_nothing() -> None:
    kept = planned()
    assert revise(kept, as_plan(kept)) == (False, False)
    assert kept.version == 1


def test_another_day_moves_the_session_and_keeps_the_slots_that_stay() -> None:
    kept = planned()
    first, second = ids_of(kept)
    plan = as_plan(kept)
    later = replace(plan.slots[1], day=date(2026, 12, 23))
    assert revise(kept, replace(plan, slots=(plan.slots[0], later))) == (True, False)
    assert ids_of(kept) == [first, second]
    assert (kept.last_day, kept.version) == (date(2026, 12, 23), 2)


def test_a_slot_without_its_key_is_another_slot() -> None:
    kept = planned()
    before = ids_of(kept)
    assert revise(kept, two_days()) == (True, False)
    assert not set(before) & set(ids_of(kept))


def test_more_seats_move_nothing() -> None:
    kept = planned()
    assert revise(kept, as_plan(kept, capacity=12)) == (False, True)
    assert (kept.capacity, kept.version) == (12, 2)


def test_a_link_told_later_moves_nothing() -> None:
    kept = planned()
    plan = as_plan(kept)
    linked = tuple(replace(entry, map_url="https://www.openstreetmap.org/") for entry in plan.slots)
    assert revise(kept, replace(plan, slots=linked)) == (False, True)
    assert kept.slots[0].map_url == "https://www.openstreetmap.org/"


def test_a_registration_window_left_out_stays_and_never_passes_the_beginning() -> None:
    kept = planned()
    plan = as_plan(kept)
    earlier = tuple(replace(entry, day=entry.day - timedelta(days=7)) for entry in plan.slots)
    assert revise(kept, replace(plan, slots=earlier)) == (True, False)
    assert kept.registration_opens_at == NOW
    assert kept.registration_closes_at == kept.begins_at


def test_a_session_is_not_announced_for_the_past() -> None:
    with pytest.raises(SessionPlanInvalid) as refusal:
        planned(two_days(date(2026, 11, 20)))
    assert refusal.value.figures["faults"] == [{"fault": "in-the-past"}]


def test_a_self_paced_range_that_runs_may_be_announced() -> None:
    plan = SessionPlan(capacity=None, first_day=date(2026, 9, 1), last_day=date(2026, 12, 31))
    kept = plan_session(uuid4(), plan, run=replace(RUN, self_paced=True), now=NOW)
    assert (kept.capacity, kept.slots, kept.registration_closes_at) == (None, [], kept.ends_at)


def test_a_cancelled_session_stays_cancelled() -> None:
    kept = planned()
    kept.cancel(now=NOW)
    assert (kept.status, kept.cancelled_at, kept.version) == (SessionStatus.CANCELLED, NOW, 2)
    with pytest.raises(SessionCancelled):
        kept.cancel(now=NOW)
    with pytest.raises(SessionCancelled):
        revise(kept, as_plan(kept))


def test_what_is_over_is_not_changed_any_more() -> None:
    kept = planned()
    with pytest.raises(SessionOver):
        kept.cancel(now=kept.ends_at)
    with pytest.raises(SessionOver):
        replan(kept, as_plan(kept), run=RUN, now=kept.ends_at)
    assert kept.version == 1


def test_a_session_may_be_moved_while_it_runs_but_not_into_the_past() -> None:
    kept = planned()
    during = kept.starts_at + timedelta(hours=10)
    plan = as_plan(kept)
    later = replace(plan, slots=(plan.slots[0], replace(plan.slots[1], day=date(2027, 1, 5))))
    timetable, _ = replan(kept, later, run=RUN, now=during)
    assert timetable.last_day == date(2027, 1, 5)
    with pytest.raises(SessionPlanInvalid):
        replan(kept, replace(plan, slots=plan.slots[:1], duration_confirmed=True), run=RUN, now=during)


def test_registration_that_closes_with_the_beginning_follows_a_session_that_is_moved() -> None:
    kept = plan_session(uuid4(), two_days(), run=RUN, now=NOW)
    later = two_days(date(2026, 12, 28))
    timetable, terms = replan(kept, later, run=RUN, now=NOW)
    assert terms.registration_closes_at == timetable.begins_at
