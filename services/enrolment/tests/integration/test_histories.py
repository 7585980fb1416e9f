"""Random histories, their steps at once on a real database: the rules hold after every round.

Each example is a world of its own: two sessions of one action and one of another, people of three organisations. A
round is a handful of calls that start together; once all have answered, everything that must always hold is checked.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from chassis import database
from chassis.database import transaction
from chassis.ids import new_id
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.policy import Policy, PromotionMode, in_force
from enrolment.domain.policy_drafts import policy_of, terms_of
from enrolment.domain.reasons import Choice
from enrolment.domain.statuses import TAKEN, Status
from enrolment.domain.transitions import TRANSITIONS
from enrolment.jobs import JOBS
from enrolment.store import enrolments, policies, rights, seats, targets
from enrolment.store.tables import ENROLMENTS
from enrolment.usecases.answer_offer import answer_offer
from enrolment.usecases.decide_as_hr_validator import decide_as_hr_validator
from enrolment.usecases.decide_as_training_provider import decide_as_training_provider
from enrolment.usecases.promote_from_waiting_list import promote_by_hand
from enrolment.usecases.withdraw_consent import withdraw_consent
from services.enrolment.tests.integration.arranging import (
    Person,
    a_colleague,
    a_person,
    a_session,
    action_event,
    said,
    seats_of,
    session_event,
    tell,
)
from services.enrolment.tests.integration.test_concurrency import (  # noqa: F401  # a fixture
    asking,
    at_once,
    cancelling,
    private_seat_rows,
)
from services.enrolment.tests.samples import AS_GUY, FIRST_DAY, NOW, days

PEOPLE = 6
SESSIONS = 3
EXAMPLES = 10
LATER = FIRST_DAY + days(2)
Call = Callable[[], object]


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is done, by whom (a number of a person), to which session (a number), with which number."""

    what: str
    who: int
    where: int
    number: int


WHAT = (
    "ask", "ask", "ask", "approve", "approve", "approve", "refuse", "accept", "decline", "cancel", "withdraw",
    "promote", "take_offer", "leave_offer", "capacity", "policy",
)  # fmt: skip
STEPS = st.builds(
    Step,
    what=st.sampled_from(WHAT),
    who=st.integers(0, PEOPLE - 1),
    where=st.integers(0, SESSIONS - 1),
    number=st.integers(0, 3),
)
HISTORIES = st.lists(st.lists(STEPS, min_size=2, max_size=6), min_size=2, max_size=5)


@dataclass
class World:
    """The sessions, their people, and the highest cap that was ever in force."""

    sessions: list[UUID]
    people: list[Person]
    highest_cap: int = 2


def a_world() -> World:
    owner = new_id()
    tell(action_event(owner))
    sessions = [a_session(owner, capacity=1, waiting_list_capacity=4, first_day=FIRST_DAY) for _ in range(2)]
    sessions.append(a_session(capacity=2, waiting_list_capacity=2, first_day=LATER))
    first, second = a_person(), a_person()
    people = [first, a_colleague(first), a_colleague(first), second, a_colleague(second), a_person()]
    return World(sessions=sessions, people=people)


def current(person: Person, training_session_id: UUID) -> Enrolment | None:
    """The latest request of a person for a session."""
    statement = (
        select(Enrolment)
        .where(ENROLMENTS.c.account_id == person.account_id, ENROLMENTS.c.training_session_id == training_session_id)
        .order_by(ENROLMENTS.c.enrolment_id.desc())
        .limit(1)
    )
    with transaction() as session:
        return session.scalars(statement).one_or_none()


def in_transaction(use: Callable[..., object], key: UUID, **how: object) -> Call:
    def call() -> None:
        with transaction() as session:
            use(session, key, **how)

    return call


def with_capacity(training_session_id: UUID, number: int) -> Call:
    """The catalogue tells another capacity."""
    with transaction() as session:
        target = targets.get(session, training_session_id)
    event = session_event(
        training_session_id,
        target.training_action_id,
        first_day=target.first_day,
        capacity=number,
        waiting_list_capacity=4,
    )
    return lambda: tell(event)


def publish(world: World, number: int) -> Call:
    """Another version of the rules from today on: cap, quota, and how freed seats are given."""
    cap = 1 + number % 3
    world.highest_cap = max(world.highest_cap, cap)
    mode = PromotionMode.OFFER if number == 3 else PromotionMode.DIRECT
    changes = {"effective_on": NOW.date(), "organisation_cap": cap, "formation_quota": 3, "promotion_mode": mode}

    def call() -> None:
        with transaction() as session:
            terms = {**terms_of(rules(session)), **changes}
            session.add(policy_of(terms, version=policies.next_version(session), by=None, now=NOW))

    return call


def rules(session: database.Session) -> Policy:
    return in_force(policies.every(session), NOW.date())


def call_of(world: World, step: Step) -> Call | None:
    """The call that a step stands for; None where there is nothing to do it to."""
    person, where = world.people[step.who], world.sessions[step.where]
    if step.what == "ask":
        return asking(person, where)
    if step.what == "capacity":
        return with_capacity(where, step.number)
    if step.what == "policy":
        return publish(world, step.number)
    if step.what == "promote":
        return in_transaction(promote_by_hand, where, by=AS_GUY, now=NOW)
    found = current(person, where)
    return None if found is None else call_about(person, found.enrolment_id, step.what)


def said_to(decision: str) -> Choice:
    return Choice(decision=decision, reason="Motif.")


def call_about(person: Person, key: UUID, what: str) -> Call:
    why = {"reason": "Motif.", "now": NOW}
    calls: dict[str, Call] = {
        "approve": in_transaction(
            decide_as_hr_validator, key, choice=Choice(decision="approve", reason="Motif."), by=person.hr, now=NOW
        ),
        "refuse": in_transaction(
            decide_as_hr_validator, key, choice=Choice(decision="refuse", reason="Motif."), by=person.hr, now=NOW
        ),
        "accept": in_transaction(
            decide_as_training_provider, key, choice=Choice(decision="accept", reason="Motif."), by=AS_GUY, now=NOW
        ),
        "decline": in_transaction(
            decide_as_training_provider, key, choice=Choice(decision="decline", reason="Motif."), by=AS_GUY, now=NOW
        ),
        "withdraw": in_transaction(withdraw_consent, key, by=person.hr, **why),
        "take_offer": in_transaction(answer_offer, key, answer="accept", by=person.token, now=NOW),
        "leave_offer": in_transaction(answer_offer, key, answer="decline", by=person.token, now=NOW),
        "cancel": cancelling(person, key),
    }
    return calls[what]


def of_world(session: database.Session, world: World) -> list[Enrolment]:
    statement = select(Enrolment).where(ENROLMENTS.c.training_session_id.in_(world.sessions))
    return list(session.scalars(statement.order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)))


def faults_of(world: World) -> Iterator[str]:
    """What does not hold."""
    with transaction() as session:
        found = of_world(session, world)
        quota = rules(session).formation_quota
        if seats.miscounted(session):
            yield "a count of seats differs from the requests"
        if rights.miscounted(session):
            yield "rights spent differ from rights counted"
        for enrolment in found:
            yield from faults_of_moves(session, enrolment)
    spent = Counter(entry.account_id for entry in found if entry.uses_right)
    if any(count > quota for count in spent.values()):
        yield "a quota was passed"
    yield from faults_of_caps(world, found)
    for where in world.sessions:
        yield from faults_of_seats(where)


def faults_of_moves(session: database.Session, enrolment: Enrolment) -> Iterator[str]:
    status = None
    for move in enrolments.moves_of(session, enrolment.enrolment_id):
        if TRANSITIONS.get((move.previous_status, move.decision)) is not move.status or move.previous_status != status:
            yield f"an illegal move: {move.previous_status} {move.decision} {move.status}"
        status = move.status
    if status is not enrolment.status:
        yield "the last move does not lead to the state"


def faults_of_caps(world: World, found: Sequence[Enrolment]) -> Iterator[str]:
    seated = Counter((entry.training_action_id, entry.organisation_id) for entry in found if entry.status in TAKEN)
    if any(count > world.highest_cap for count in seated.values()):
        yield "a cap was passed before its lift"


def faults_of_seats(training_session_id: UUID) -> Iterator[str]:
    row = seats_of(training_session_id)
    if row.capacity is not None and row.taken > row.capacity:
        yield "more seats are taken than there are"
    told = [event for event in said("training_session.seats_changed.v1") if event.subject == training_session_id]
    last = max(told, key=lambda event: event.subject_version or 0)
    if last.data["remaining_seats"] != (None if row.capacity is None else row.capacity - row.taken):
        yield "the seats shown are not capacity less taken"


def skipped(world: World) -> Iterator[str]:
    """Who waits although a seat is free and nothing bars them."""
    with transaction() as session:
        policy, found = rules(session), of_world(session, world)
    spent = Counter(entry.account_id for entry in found if entry.uses_right)
    seated = Counter((entry.training_action_id, entry.organisation_id) for entry in found if entry.status in TAKEN)
    for entry in found:
        row = seats_of(entry.training_session_id)
        has_right = spent[entry.account_id] < policy.formation_quota
        under_cap = seated[entry.training_action_id, entry.organisation_id] < policy.organisation_cap
        if entry.status is Status.WAITLISTED and has_right and under_cap and not row.is_full:
            yield f"{entry.enrolment_id} waits while a seat is free"


def play(world: World, history: list[list[Step]]) -> list[str]:
    """Play the rounds; the first faults end it."""
    for number, steps in enumerate(history):
        calls = [call for step in steps if (call := call_of(world, step)) is not None]
        if calls:
            at_once(calls)
        if any(step.what == "policy" for step in steps):
            # New rules free places that the next run of the clock gives on.
            JOBS["promote"].run(NOW)
        if faults := [*faults_of(world), *skipped(world)]:
            return [f"round {number}: {fault}" for fault in faults]
    return []


@pytest.fixture(autouse=True)
def enough_connections(enrolment_database: str) -> None:
    database.bind(enrolment_database, pool_size=8)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=HISTORIES)
def test_no_history_breaks_a_rule(history: list[list[Step]]) -> None:
    world = a_world()
    publish(world, 1)()
    assert play(world, history) == []


def test_the_lift_of_the_cap_lets_colleagues_in_after_everybody_else() -> None:
    world = a_world()
    publish(world, 0)()
    where = world.sessions[2]
    steps = [Step(what=what, who=who, where=2, number=0) for what in ("ask", "approve") for who in (0, 1, 2)]
    assert play(world, [[step] for step in steps]) == []
    assert seats_of(where).taken == 1
    lift = NOW + (LATER - NOW.date()) - days(7) + timedelta(hours=12)
    JOBS["promote"].run(lift)
    assert seats_of(where).taken == 2


def test_the_same_checks_find_what_goes_wrong_when_the_seat_row_is_not_shared(
    private_seat_rows: Callable[[], None],  # noqa: F811  # the fixture
    enrolment_database: str,
) -> None:
    world = a_world()
    publish(world, 2)()
    asked = [Step(what="ask", who=who, where=2, number=0) for who in range(PEOPLE)]
    assert play(world, [asked]) == []
    private_seat_rows()
    at_once(
        [call for who in range(PEOPLE) if (call := call_of(world, Step(what="approve", who=who, where=2, number=0)))]
    )
    database.bind(enrolment_database, pool_size=8)
    assert "a count of seats differs from the requests" in list(faults_of(world))
