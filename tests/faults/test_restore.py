"""A service's database goes back to an instant; its neighbours have gone on. The runbook restaurer-une-base, played."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import orjson
import psycopg
import pytest

from chassis import clock, database
from chassis.migrating import migrate
from chassis.principal import Principal, Role
from enrolment.usecases.refuse_as_hr_validator import refuse_as_hr_validator
from tests.faults.conftest import MakeTrial, Trial, eventually
from tests.support.restoring import BackedUp, backed_up

DEMO = Path(__file__).parents[2] / "deploy/local/demo"
NEIGHBOURS = ("identity", "catalogue", "notification", "documents")
SPEAKERS = ("identity", "catalogue", "enrolment")
ANNIE = UUID("01930000-0000-7000-8000-000000000002")
STRUCTURE = UUID("01930000-0000-7000-8000-000000000101")
COPIES = "SELECT enrolment_id, status, version FROM enrolments ORDER BY 1"
UNDECIDED = """SELECT enrolment_id FROM enrolments
    WHERE status = 'requested' AND organisation_id = %s AND account_id <> %s ORDER BY 1 LIMIT 1"""
# What must not grow because a database came back.
DONE_ONCE = ("SELECT count(*) FROM messages", "SELECT count(*) FROM inbox")
LONG_S = 180.0


@pytest.fixture
def restorable() -> Iterator[BackedUp]:
    """A cluster with a database of each service that has a part in a request."""
    with backed_up() as made:
        made.cluster.ensure_databases([*NEIGHBOURS, "enrolment"])
        for service in (*NEIGHBOURS, "enrolment"):
            migrate(service, url=made.cluster.service_url(service))
        yield made


@pytest.fixture
def house(restorable: BackedUp, trial_of: MakeTrial) -> dict[str, Trial]:
    """Services that have heard the demo's state, all requests but the last; every letter is written."""
    made = {
        name: trial_of(name, database_url=restorable.cluster.service_url(name)) for name in (*NEIGHBOURS, "enrolment")
    }
    for trial in made.values():
        assert trial.process("declare-queues").run() == 0
    for name, trial in made.items():
        for command in ("relay", "consume"):
            if (name, command) != ("identity", "consume"):
                trial.process(command).start()
    requests = orjson.loads((DEMO / "enrolment.json").read_bytes())
    early = made["enrolment"].folder / "early.json"
    early.write_bytes(orjson.dumps({**requests, "enrolments": requests["enrolments"][:-1]}))
    for speaker in SPEAKERS:
        told = early if speaker == "enrolment" else DEMO / f"{speaker}.json"
        assert made[speaker].process("seed-demo", str(told)).run(patience_s=LONG_S) == 0, made[speaker].kept_log()[
            -2000:
        ]
    settle(made)
    return made


def settle(house: dict[str, Trial]) -> None:
    """Everything that was said is heard."""

    def is_quiet() -> bool:
        unsent = sum(trial.scalar("SELECT count(*) FROM outbox WHERE sent_at IS NULL") for trial in house.values())
        return unsent == 0 and all(trial.waiting() == 0 for name, trial in house.items() if name != "identity")

    for _ in range(3):
        eventually(is_quiet, "all is said and heard", patience_s=LONG_S)


def copies(trial: Trial) -> list[tuple[object, ...]]:
    with psycopg.connect(trial.database_url) as connection:
        return connection.execute(COPIES).fetchall()


def live_through_an_hour(house: dict[str, Trial]) -> tuple[UUID, UUID]:
    """A decision and a new request; which request was decided, which is new."""
    enrolment = house["enrolment"]
    with psycopg.connect(enrolment.database_url) as connection:
        row = connection.execute(UNDECIDED, [STRUCTURE, ANNIE]).fetchone()
    assert row is not None
    annie = Principal(
        account_id=ANNIE,
        active_role=Role.HR_VALIDATOR,
        active_organisation=STRUCTURE,
        roles=frozenset({(Role.HR_VALIDATOR, STRUCTURE)}),
        client_id="web",
    )
    database.bind(enrolment.database_url)
    with database.transaction() as session:
        refuse_as_hr_validator(session, row[0], by=annie, reason="Décidé pendant l’heure perdue.", now=clock.now())
    database.unbind()
    assert enrolment.process("seed-demo", str(DEMO / "enrolment.json")).run(patience_s=LONG_S) == 0, (
        enrolment.kept_log()[-2000:]
    )
    settle(house)
    return row[0], UUID(orjson.loads((DEMO / "enrolment.json").read_bytes())["enrolments"][-1]["enrolment_id"])


def test_a_database_an_hour_younger_agrees_with_its_neighbours_again_and_nothing_happens_twice(
    restorable: BackedUp, house: dict[str, Trial]
) -> None:
    enrolment, notification = house["enrolment"], house["notification"]
    restorable.back_up()
    before = copies(notification)
    assert before == copies(enrolment)
    an_hour_ago = restorable.instant()
    decided, new = live_through_an_hour(house)
    assert copies(notification) != before
    done = [notification.scalar(statement) for statement in DONE_ONCE]

    for process in enrolment.processes:
        if process.running is not None and process.running.poll() is None:
            assert process.stop() == 0
    restorable.bring_back("enrolment", to=an_hour_ago)
    assert copies(enrolment) == before
    assert enrolment.process("migrate").run() == 0
    for neighbour in ("identity", "catalogue"):
        assert house[neighbour].process("replay", "--to", "enrolment").run() == 0
    for command in ("consume", "relay"):
        enrolment.process(command).start()
    settle(house)
    for neighbour in ("notification", "documents", "catalogue"):
        assert enrolment.process("replay", "--to", neighbour, "--restored").run() == 0
    settle(house)

    eventually(lambda: copies(notification) == before, "the copies are what their owner has")
    assert [notification.scalar(statement) for statement in DONE_ONCE] == done
    told = notification.kept_log()
    assert any("a copy was ahead of its restored owner" in line and str(decided) in line for line in told.splitlines())
    assert any("a copy of what its owner does not have" in line and str(new) in line for line in told.splitlines())
    assert enrolment.process("verify").run() == 0
