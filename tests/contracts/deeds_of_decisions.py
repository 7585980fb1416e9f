"""What follows requests, done through the doors and by the clock: each of its facts is said at least once."""

from datetime import timedelta
from typing import Any

from chassis import clock
from chassis.clock import PARIS
from enrolment.jobs import JOBS
from tests.contracts.world import World
from tests.support import tokens

_ID = "01930000-0000-7000-8000-000000000{}".format
OURS, ALAIN, ANNIE, SARAH = _ID("101"), _ID("001"), _ID("002"), _ID("005")
# Pre-enrolled requests of the demo: one whose provider has asked, with its person, and one to be asked; then a session
# that is over, and a presence of this week.
ASKED, ASKED_OF, UNANSWERED = _ID("416"), _ID("009"), _ID("415")
OVER, CONTESTED = _ID("310"), _ID("40d")
LATER = timedelta(days=10)


def _ask(world: World, who: tuple[str, str, str | None], method: str, path: str, body: dict[str, Any]) -> Any:
    account, role, organisation = who
    headers = tokens.bearer(account, role=role, organisation_id=organisation)
    client = world.app("enrolment").test_client()
    answer = client.open(f"/api/enrolment/v1{path}", method=method, headers=headers, json=body)
    assert answer.status_code < 300, f"{method} {path}: {answer.status} {answer.text}"
    world.carry()
    return answer.get_json() if answer.data else None


def do_all(world: World) -> None:
    """Every deed, once."""
    staff, alain = (_ID("004"), "staff", None), (ALAIN, "beneficiary", OURS)
    today = clock.now().astimezone(PARIS).date().isoformat()
    mandate = {"absent_account_id": ANNIE, "deputy_account_id": SARAH, "first_day": today, "last_day": today}
    _ask(world, (ANNIE, "referent", OURS), "POST", "/deputies", mandate)
    question = {"question": "Avez-vous suivi le premier module ?", "due_on": today}
    _ask(world, staff, "POST", f"/enrolments/{UNANSWERED}/information-request", question)
    reply = {"body": "Oui, en mars."}
    _ask(world, (ASKED_OF, "beneficiary", _ID("102")), "POST", f"/enrolments/{ASKED}/messages", reply)
    _ask(world, staff, "POST", f"/training-sessions/{OVER}/closing", {})
    _ask(world, alain, "POST", f"/enrolments/{CONTESTED}/presence-contest", {"reason": "J'ai tout suivi."})
    _ask(world, staff, "POST", f"/enrolments/{CONTESTED}/presence-contest-answer", {"answer": "C'est noté."})
    complaint = {"topic": "organisation", "body": "La salle était fermée."}
    made = _ask(world, alain, "POST", f"/enrolments/{CONTESTED}/complaints", complaint)
    _ask(world, staff, "POST", f"/complaints/{made['complaint_id']}/answer", {"answer": "Nos excuses."})
    wanted = {"kind": "presences", "file_format": "csv", "frequency": "weekly"}
    _ask(world, (ANNIE, "hr_validator", OURS), "POST", "/export-schedules", wanted)
    world.bind("enrolment")
    JOBS["follow_up"].run(clock.now() + LATER)
    world.carry()
