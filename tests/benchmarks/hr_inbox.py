"""The inbox of an HR validator: as many SQL statements, and hardly more time, with 5,000 requests as with 100."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import event, text

from chassis import database
from chassis.database import snapshot, transaction
from chassis.principal import Principal, Role
from enrolment.store.listings import Order, Page
from enrolment.usecases.read_hr_inbox import Only, read_hr_inbox
from tests.benchmarks.harness import ROUNDS, Benchmark, Figure, at_most, median
from tests.support.databases import Databases

FEW, MANY, PAGE = 100, 5_000, 20
ORGANISATION = UUID("01930000-0000-7000-8000-000000000101")
ANNIE = UUID("01930000-0000-7000-8000-000000000002")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_ARRANGE = (
    """INSERT INTO training_actions (training_action_id, publication_number, is_withdrawn, title, type_label,
            counts_as_formation, is_self_paced, delivery_mode, duration_days, is_member_only, needs_hr_approval,
            needs_provider_approval, provider_organisation_id, trainer_account_ids, version, told_at)
        SELECT ('01930000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, 1, false, 'Action ' || n, 'Formation',
            true, false, 'in_person', 2.0, true, true, true, gen_random_uuid(), '{}', 1, now()
        FROM generate_series(1, 20) n""",
    """INSERT INTO training_sessions (training_session_id, training_action_id, is_cancelled, wanted_capacity,
            waiting_list_capacity, registration_opens_at, registration_closes_at, starts_at, ends_at, first_day,
            last_day, slots, version, told_at)
        SELECT ('01930000-0000-7000-8002-' || lpad(n::text, 12, '0'))::uuid,
            ('01930000-0000-7000-8001-' || lpad(n::text, 12, '0'))::uuid, false, 500, 500, now(), now(),
            '2026-12-21T08:00:00Z', '2026-12-21T16:00:00Z', '2026-12-21', '2026-12-21',
            jsonb_build_array(jsonb_build_object('slot_id', gen_random_uuid(), 'date', '2026-12-21',
                'starts_at', '2026-12-21T08:00:00Z', 'ends_at', '2026-12-21T16:00:00Z')), 1, now()
        FROM generate_series(1, 20) n""",
    """INSERT INTO profiles (account_id, civility, given_name, family_name, email, version, told_at)
        SELECT ('01930000-0000-7000-8003-' || lpad(n::text, 12, '0'))::uuid, 'mr', 'Une', 'Personne',
            'personne@example.org', 1, now()
        FROM generate_series(1, 500) n""",
)
_ASK = """INSERT INTO enrolments (enrolment_id, account_id, organisation_id, training_session_id, training_action_id,
        publication_number, is_member_only, counts_as_formation, year, motivation, prerequisites_met,
        available_on_all_slots, requested_at, status, uses_right, version)
    SELECT gen_random_uuid(), ('01930000-0000-7000-8003-' || lpad((n % 500 + 1)::text, 12, '0'))::uuid,
        CAST(:organisation AS uuid),
        ('01930000-0000-7000-8002-' || lpad((n / 500 + 1 + CAST(:shift AS integer))::text, 12, '0'))::uuid,
        ('01930000-0000-7000-8001-' || lpad((n / 500 + 1 + CAST(:shift AS integer))::text, 12, '0'))::uuid,
        1, true, true, 2026, 'Pour apprendre.', true, true, timestamptz '2026-11-01' + n * interval '1 minute',
        CAST(:status AS text), CAST(:status AS text) = 'pre_enrolled', 1
    FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) n"""


def _run(statement: str, **values: Any) -> None:
    with transaction() as session:
        session.execute(text(statement), values)


def _ask(first: int, last: int, *, status: str = "requested", shift: int = 0) -> None:
    _run(_ASK, organisation=ORGANISATION, first=first, last=last, status=status, shift=shift)


def _principal() -> Principal:
    pair = (Role.HR_VALIDATOR, ORGANISATION)
    return Principal(
        account_id=ANNIE,
        active_role=pair[0],
        active_organisation=pair[1],
        roles=frozenset({pair}),
        client_id="bench",
    )


def _read() -> tuple[float, int]:
    """Milliseconds of one page, and how many statements it took."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    with snapshot() as connection:
        event.listen(connection, "before_cursor_execute", note)
        began = time.perf_counter()
        page = Page(order=Order.REQUESTED, limit=PAGE)
        found = read_hr_inbox(connection, page, only=Only(), by=_principal(), now=NOW)
        took = time.perf_counter() - began
        event.remove(connection, "before_cursor_execute", note)
    assert len(found.listed.items) == PAGE
    return took * 1_000, len(seen)


def measure(_folder: Path) -> Sequence[Figure]:
    """A page of 20 with few requests, then with many."""
    databases = Databases()
    url = databases.clone("enrolment")
    database.bind(url)
    try:
        for statement in _ARRANGE:
            _run(statement)
        _ask(0, FEW - 1)
        _ask(0, 999, status="pre_enrolled", shift=10)
        _read()
        few = [_read() for _ in range(ROUNDS)]
        _ask(FEW, MANY - 1)
        _run("ANALYZE enrolments")
        _read()
        many = [_read() for _ in range(ROUNDS)]
    finally:
        database.unbind()
        databases.drop(url)
        databases.close()
    statements = {count for _, count in few + many}
    ratio = median(took for took, _ in many) / median(took for took, _ in few)
    return [
        Figure(
            what="SQL statements of a page, 100 and 5,000 requests",
            value=" / ".join(str(count) for count in sorted(statements)),
            goal="the same",
            met=len(statements) == 1,
        ),
        at_most(
            "time of a page with 5,000, in pages with 100", ratio, 2.0, note=f"{median(t for t, _ in many):.1f} ms"
        ),
    ]


BENCHMARK = Benchmark(name="hr-inbox", title="Inbox of an HR validator", measure=measure)
