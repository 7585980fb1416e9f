"""A service that lost its copies of a neighbour's data gets them back by one command; nothing else happens to it."""

from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from enrolment.consumers import HEARD
from tests.faults.conftest import MakeTrial, Trial, eventually

DEMO = Path(__file__).parents[2] / "deploy/local/demo/identity.json"
COPIES = ("organisations", "accounts", "profiles")
UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
_HEARD = sorted({row.event for row in HEARD if row.speaker == "identity"} - {"account.anonymised.v1"})
GHOST = """INSERT INTO organisations (organisation_id, name, memberships, version, told_at)
    VALUES ('00000000-0000-7000-8000-00000000dead', 'ghost', '[]', 1, '2020-01-01')"""


def contents(trial: Trial) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every copy. A profile is told again under its account's version, which rights move on too."""
    found = {}
    with psycopg.connect(trial.database_url) as connection:
        for table in COPIES:
            statement = sql.SQL("SELECT to_jsonb(t) - '{{told_at,version}}'::text[] FROM {} t ORDER BY 1").format(
                sql.Identifier(table)
            )
            found[table] = connection.execute(statement).fetchall()
    return found


def spoil(trial: Trial) -> None:
    """Lose most copies, and keep one of something that never was."""
    with psycopg.connect(trial.database_url) as connection:
        for table in COPIES:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        connection.execute(GHOST)


@pytest.fixture
def neighbours(trial_of: MakeTrial) -> tuple[Trial, Trial]:
    """identity, whose state is the demo's, and enrolment, which has heard it."""
    identity, enrolment = trial_of("identity"), trial_of("enrolment")
    # What only others hear must find their queues, or the relay keeps it.
    for hearer in (enrolment, *(trial_of(name) for name in ("catalogue", "documents", "notification"))):
        assert hearer.process("declare-queues").run() == 0
    enrolment.process("consume").start()
    identity.process("relay").start()
    assert identity.process("seed-demo", str(DEMO)).run() == 0
    eventually(lambda: identity.scalar(UNSENT) == 0, "identity has said all")
    with psycopg.connect(identity.database_url) as connection:
        said = connection.execute("SELECT count(*) FROM outbox WHERE type = ANY(%s)", [_HEARD]).fetchone()
    assert said is not None
    eventually(lambda: enrolment.scalar("SELECT count(*) FROM inbox") >= said[0], "enrolment has heard all")
    return identity, enrolment


def test_a_replay_restores_copies_removes_ghosts_and_sets_nothing_off(neighbours: tuple[Trial, Trial]) -> None:
    identity, enrolment = neighbours
    before, heard = contents(enrolment), enrolment.scalar("SELECT count(*) FROM inbox")
    assert all(before.values())
    spoil(enrolment)
    assert contents(enrolment) != before
    assert identity.process("replay", "--to", "enrolment").run() == 0
    eventually(lambda: contents(enrolment) == before, f"the copies are back\n{enrolment.kept_log()[-2000:]}")
    assert enrolment.scalar("SELECT count(*) FROM outbox") == 0
    assert enrolment.scalar("SELECT count(*) FROM inbox") == heard


def test_a_replay_to_a_service_that_may_hear_nothing_is_refused(trial_of: MakeTrial) -> None:
    assert trial_of("identity").process("replay", "--to", "web").run() == 2
    assert trial_of("identity").process("replay", "--to", "nobody").run() == 2
