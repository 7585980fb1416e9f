"""What the demo leaves out of waiting lists and reminders, so that every fact of enrolment is said at least once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis import clock
from chassis.database import transaction
from enrolment.jobs import JOBS
from tests.contracts.world import World
from tests.support import tokens

STAFF = tokens.bearer("01930000-0000-7000-8000-000000000004", role="staff")
# Holds a seat of a full session, for which others wait.
HOLDER = "01930000-0000-7000-8000-000000000410"
# The only HR validator of an organisation whose requests wait.
VALIDATOR = UUID("01930000-0000-7000-8000-00000000000e")


def _run(statement: str, **values: Any) -> None:
    with transaction() as session:
        session.execute(text(statement), values)


def offer_a_place(world: World) -> None:
    """Under a policy that offers freed seats, staff cancel a held one."""
    world.bind("enrolment")
    _run("UPDATE policies SET promotion_mode = 'offer'")
    path = f"/api/enrolment/v1/enrolments/{HOLDER}/staff-cancellation"
    answer = world.app("enrolment").test_client().post(path, json={"reason": "Doublon."}, headers=STAFF)
    assert answer.status_code == 200, answer.text
    world.carry()


def remind(world: World) -> None:
    """The eve of each session to come, and a validator who is gone."""
    told = [event["data"] for event in world.said if event["type"] == "training_session.scheduled.v1"]
    starts = {datetime.fromisoformat(session["starts_at"]) for session in told}
    world.bind("enrolment")
    _run("UPDATE accounts SET is_active = false WHERE account_id = :account_id", account_id=VALIDATOR)
    for start in sorted(start for start in starts if start > clock.now()):
        JOBS["remind"].run(start - timedelta(hours=20))
    world.carry()


def do_all(world: World) -> None:
    """Every deed, once."""
    offer_a_place(world)
    remind(world)
