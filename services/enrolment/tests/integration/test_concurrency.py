"""Many at once: never more than there are seats, never past a quota. A twin without the shared row shows the race."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import Connection, event, func, select, text

from chassis import database
from chassis.database import transaction
from chassis.errors import DomainError
from enrolment.domain.statuses import Status
from enrolment.store.tables import ENROLMENTS
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from enrolment.usecases.request_enrolment import request_enrolment
from services.enrolment.tests.integration.arranging import (
    FREEMIUM,
    OPEN_LAB,
    Person,
    a_colleague,
    a_person,
    a_session,
    approved,
    check_counts_add_up,
    counts,
    requested,
    rights_of,
    statuses,
    wish,
)
from services.enrolment.tests.samples import ACTION, FIRST_DAY, NOW, days

THREADS = 16


def at_once(calls: Sequence[Callable[[], object]]) -> list[str]:
    """Run all calls as nearly together as threads can; the codes of those that were refused."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> str | None:
        barrier.wait(timeout=30)
        try:
            call()
        except DomainError as refusal:
            return refusal.code
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        return [code for code in pool.map(run, calls) if code]


def approving(person: Person, enrolment_id: UUID) -> Callable[[], object]:
    def call() -> None:
        with transaction() as session:
            approve_as_hr_validator(session, enrolment_id, by=person.hr, now=NOW)

    return call


def cancelling(person: Person, enrolment_id: UUID) -> Callable[[], object]:
    def call() -> None:
        with transaction() as session:
            cancel_enrolment(session, enrolment_id, by=person.token, reason="Empêché.", now=NOW)

    return call


def asking(person: Person, training_session_id: UUID) -> Callable[[], object]:
    def call() -> None:
        with transaction() as session:
            request_enrolment(session, wish(person, training_session_id), by=person.token, now=NOW)

    return call


def count(status: Status, training_session_id: UUID) -> int:
    with transaction() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    ENROLMENTS.c.training_session_id == training_session_id, ENROLMENTS.c.status == status
                )
            )
            or 0
        )


@pytest.fixture(autouse=True)
def enough_connections(enrolment_database: str) -> None:
    database.bind(enrolment_database, pool_size=THREADS)


def test_sixteen_approvals_for_four_seats_fill_four() -> None:
    crowded = a_session(capacity=4, waiting_list_capacity=20)
    people = [a_person() for _ in range(THREADS)]
    calls = [approving(person, requested(person, crowded)) for person in people]
    assert at_once(calls) == []
    assert (count(Status.PRE_ENROLLED, crowded), count(Status.WAITLISTED, crowded)) == (4, THREADS - 4)
    assert counts(crowded) == (4, THREADS - 4)
    check_counts_add_up()


@pytest.fixture
def private_seat_rows(enrolment_database: str) -> Iterator[Callable[[], None]]:
    """Switches the protection off: from then on each new connection has a seat row of its own."""

    def hide(connection: Connection, _record: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE seats AS SELECT * FROM public.seats")
        connection.commit()

    def switch_off() -> None:
        database.bind(enrolment_database, pool_size=THREADS)
        event.listen(database.engine(), "connect", hide)

    yield switch_off
    database.unbind()


def test_the_same_approvals_overbook_when_the_seat_row_is_not_shared(
    private_seat_rows: Callable[[], None], enrolment_database: str
) -> None:
    crowded = a_session(capacity=4, waiting_list_capacity=20)
    people = [a_person() for _ in range(THREADS)]
    calls = [approving(person, requested(person, crowded)) for person in people]
    private_seat_rows()
    at_once(calls)
    database.bind(enrolment_database)
    assert count(Status.PRE_ENROLLED, crowded) > 4


def test_open_requests_at_once_fill_seats_and_list_and_refuse_the_rest() -> None:
    lab = a_session(action=OPEN_LAB, capacity=3, waiting_list_capacity=4)
    refused = at_once([asking(a_person(), lab) for _ in range(THREADS)])
    assert refused == ["action-full"] * (THREADS - 7)
    assert counts(lab) == (3, 4)


def test_a_session_without_limit_takes_everybody_at_once() -> None:
    self_paced = a_session(action=FREEMIUM, capacity=None, waiting_list_capacity=0, slots=[])
    assert at_once([asking(a_person(), self_paced) for _ in range(THREADS)]) == []
    assert counts(self_paced) == (THREADS, 0)


def test_one_person_asking_many_times_at_once_asks_once() -> None:
    person, crowded = a_person(), a_session()
    refused = at_once([asking(person, crowded)] * 8)
    assert refused == ["already-requested"] * 7
    assert count(Status.REQUESTED, crowded) == 1


def test_approvals_on_many_sessions_at_once_never_pass_the_quota() -> None:
    person = a_person()
    calls = [approving(person, requested(person, a_session())) for _ in range(6)]
    assert at_once(calls) == ["rights-used-up"] * 3
    assert rights_of(person) == (3, 3)
    check_counts_add_up()


def test_colleagues_approved_on_two_sessions_at_once_never_pass_the_cap() -> None:
    other = a_session(ACTION, first_day=FIRST_DAY - days(3), capacity=10, waiting_list_capacity=10)
    one = a_session(ACTION, first_day=FIRST_DAY - days(6), capacity=10, waiting_list_capacity=10)
    first = a_person()
    people = [first, *(a_colleague(first) for _ in range(7))]
    calls = [approving(person, requested(person, (one, other)[number % 2])) for number, person in enumerate(people)]
    assert at_once(calls) == []
    assert counts(one)[0] + counts(other)[0] == 2
    assert counts(one)[1] + counts(other)[1] == 6


def test_two_validators_at_once_make_one_decision() -> None:
    person = a_person()
    enrolment_id = requested(person)
    assert at_once([approving(person, enrolment_id)] * 4) == ["already-decided"] * 3
    assert counts() == (1, 0)


def test_cancellations_and_approvals_at_once_leave_no_seat_empty_while_somebody_waits() -> None:
    crowded = a_session(capacity=4, waiting_list_capacity=30)
    holders = [a_person() for _ in range(4)]
    held = [approved(person, crowded) for person in holders]
    newcomers = [a_person() for _ in range(8)]
    calls = [cancelling(person, key) for person, key in zip(holders, held, strict=True)]
    calls += [approving(person, requested(person, crowded)) for person in newcomers]
    assert at_once(calls) == []
    assert statuses(*held) == ["cancelled"] * 4
    assert counts(crowded) == (4, 4)
    check_counts_add_up()


def test_people_who_wait_for_one_anothers_sessions_do_not_lock_each_other_out() -> None:
    here, there = (a_session(capacity=1, waiting_list_capacity=5) for _ in range(2))
    one, two = a_person(), a_person()
    held_here, held_there = approved(one, here), approved(two, there)
    waits_there, waits_here = approved(one, there), approved(two, here)
    assert at_once([cancelling(one, held_here), cancelling(two, held_there)]) == []
    assert statuses(waits_there, waits_here) == ["pre_enrolled", "pre_enrolled"]
    with transaction() as session:
        assert session.execute(text("SELECT count(*) FROM moves WHERE decision = 'promote'")).scalar() == 2
    check_counts_add_up()
