"""What people send by mistake, too late or twice: a clear refusal, and nothing is written."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from chassis import clock
from chassis.database import transaction
from chassis.ids import new_id
from enrolment.store.tables import ENROLMENTS, MOVES
from services.enrolment.tests.integration.arranging import a_session, approved, requested, said, status
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.integration.test_api import ALAIN_OF_OURS, API, WISH, problem
from services.enrolment.tests.samples import ALAIN, ANNIE, CAMILLE, FIRST_DAY, GUY, NOW, OURS, PROVIDER, paris

MEGABYTE = 1_000_000
LAST_MOMENT = paris(FIRST_DAY + timedelta(days=1), 17)
AS = {
    "annie": lambda: bearer(ANNIE, "hr_validator", OURS),
    "guy": lambda: bearer(GUY, "training_provider", PROVIDER),
    "camille": lambda: bearer(CAMILLE, "staff"),
    "alain": lambda: bearer(ALAIN, "beneficiary", OURS),
}


def at(moment: datetime) -> None:
    clock.shift(int((moment - datetime.now(UTC)).total_seconds()))


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Iterator[None]:
    at(NOW)
    yield
    clock.shift(0)


def written() -> tuple[int, int, int]:
    """Requests, moves and events so far."""
    with transaction() as session:
        rows = [session.scalar(select(func.count()).select_from(table)) or 0 for table in (ENROLMENTS, MOVES)]
    return rows[0], rows[1], len(said())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("x" * MEGABYTE, (422, "invalid-input")),
        ("é" * (MEGABYTE // 2), (422, "invalid-input")),
        ("x" * 1_048_576, (413, "too-large")),
        ("é" * MEGABYTE, (413, "too-large")),
    ],
)
def test_a_motivation_of_a_megabyte_writes_nothing_and_leaves_its_key_free(
    client: FlaskClient, as_alain: Headers, words: str, expected: tuple[int, str]
) -> None:
    before, headers = written(), {**as_alain, "Idempotency-Key": str(new_id())}
    # Sent as people's programs send it, accents unescaped.
    answer = client.post(
        f"{API}/enrolments",
        data=orjson.dumps({**WISH, "motivation": words}),
        headers={**headers, "Content-Type": "application/json"},
    )
    assert problem(answer) == expected
    if expected[0] == 422:
        assert list(answer.json["errors"]) == ["motivation"]
    assert len(answer.data) < 1_000
    assert written() == before
    assert client.post(f"{API}/enrolments", json=WISH, headers=headers).status_code == 201


def _json(words: str) -> bytes:
    others = ", ".join(
        f'"{name}": {str(value).lower() if isinstance(value, bool) else chr(34) + str(value) + chr(34)}'
        for name, value in WISH.items()
        if name != "motivation"
    )
    return f'{{"motivation": "{words}", {others}}}'.encode()


@pytest.mark.parametrize("door", ["hr-decision", "provider-decision", "consent-withdrawal", "staff-cancellation"])
def test_a_reason_of_a_megabyte_decides_nothing(client: FlaskClient, door: str) -> None:
    key = requested(ALAIN_OF_OURS) if door == "hr-decision" else approved(ALAIN_OF_OURS)
    who, decision = {
        "hr-decision": ("annie", {"decision": "refuse"}), "provider-decision": ("guy", {"decision": "decline"}),
        "consent-withdrawal": ("annie", {}), "staff-cancellation": ("camille", {}),
    }[door]  # fmt: skip
    before = written()
    answer = client.post(
        f"{API}/enrolments/{key}/{door}", json={**decision, "reason": "x" * MEGABYTE}, headers=AS[who]()
    )
    assert problem(answer) == (422, "invalid-input")
    assert written() == before


def test_nobody_asks_for_a_session_that_just_ended_and_the_verdict_says_why(client: FlaskClient) -> None:
    at(LAST_MOMENT + timedelta(seconds=1))
    before = written()
    answer = client.post(f"{API}/enrolments", json=WISH, headers=AS["alain"]())
    assert problem(answer)[0] == 409
    path = f"{API}/verdicts?training_session_id={WISH['training_session_id']}"
    (verdict,) = client.get(path, headers=AS["alain"]()).json["items"]
    assert (verdict["may_request"], verdict["outcome"]) == (False, None)
    assert [failure["code"] for failure in verdict["failures"]] == [answer.json["code"]] == ["registration-closed"]
    assert written() == before


def test_a_self_paced_session_may_be_asked_for_until_its_last_second(client: FlaskClient) -> None:
    action = {"type": {"code": "auto", "label": "Autoformation", "counts_as_formation": False, "self_paced": True}}
    ends_at = paris(date(2026, 12, 31), 18)
    session_id = a_session(
        action=action, slots=[], ends_at=ends_at.isoformat(), registration_closes_at=ends_at.isoformat()
    )
    wish = {**WISH, "training_session_id": str(session_id)}
    at(ends_at + timedelta(seconds=1))
    assert problem(client.post(f"{API}/enrolments", json=wish, headers=AS["alain"]()))[1] == "registration-closed"
    at(ends_at - timedelta(minutes=1))
    assert client.post(f"{API}/enrolments", json=wish, headers=AS["alain"]()).status_code == 201


DOORS = {
    "hr-decision": ("annie", {"decision": "approve"}),
    "provider-decision": ("guy", {"decision": "accept"}),
    "consent-withdrawal": ("annie", {"reason": "Absences."}),
    "staff-cancellation": ("camille", {"reason": "Doublon."}),
    "cancellation": ("alain", {"reason": "Empêché."}),
}


@pytest.mark.parametrize("door", DOORS)
def test_nothing_is_decided_about_a_session_that_just_ended(client: FlaskClient, door: str) -> None:
    key = requested(ALAIN_OF_OURS) if door == "hr-decision" else approved(ALAIN_OF_OURS)
    at(LAST_MOMENT + timedelta(seconds=1))
    before, (who, decision) = written(), DOORS[door]
    answer = client.post(f"{API}/enrolments/{key}/{door}", json=decision, headers=AS[who]())
    assert problem(answer) == (409, "training-session-begun")
    assert answer.json["figures"]["begun_at"].startswith("2026-12-21T08:00:00")
    assert written() == before


@pytest.mark.parametrize("door", DOORS)
def test_a_decision_on_a_decided_request_says_who_decided_and_when(client: FlaskClient, door: str) -> None:
    key = requested(ALAIN_OF_OURS)
    refusal = {"decision": "refuse", "reason": "Service réduit."}
    assert client.post(f"{API}/enrolments/{key}/hr-decision", json=refusal, headers=AS["annie"]()).status_code == 200
    before, (who, decision) = written(), DOORS[door]
    answer = client.post(f"{API}/enrolments/{key}/{door}", json=decision, headers=AS[who]())
    assert problem(answer) == (409, "already-decided")
    figures = answer.json["figures"]
    assert (figures["status"], figures["decided_by"]) == ("refused_by_hr", "hr_validator")
    assert (figures["decided_by_account_id"], figures["decided_by_name"]) == (str(ANNIE), "Annie Versaire")
    assert figures["decided_at"].startswith("2026-11-23T09:0")
    assert answer.json["next_step"] == "read-the-request"
    assert written() == before


def test_a_request_that_needed_no_employer_names_nobody(client: FlaskClient) -> None:
    action = {"hr_approval_required": False, "access": "open"}
    key = requested(ALAIN_OF_OURS, a_session(action=action))
    answer = client.post(f"{API}/enrolments/{key}/hr-decision", json={"decision": "approve"}, headers=AS["annie"]())
    figures = answer.json["figures"]
    assert (problem(answer), figures["decided_by_name"]) == ((409, "already-decided"), None)


def test_of_two_clicks_at_once_with_one_key_one_asks_and_both_read_the_same(client: FlaskClient) -> None:
    headers = {**AS["alain"](), "Idempotency-Key": str(new_id())}

    def click(_number: int) -> tuple[int, Any]:
        answer = client.application.test_client().post(f"{API}/enrolments", json=WISH, headers=headers)
        return answer.status_code, answer.json

    before = written()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert {code for code, _ in answers} == {201}
    assert all(body == answers[0][1] for _, body in answers)
    assert written() == (before[0] + 1, before[1] + 1, before[2] + 1)


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_of_two_clicks_at_once_on_a_decision_one_decides(client: FlaskClient, decision: str) -> None:
    key = requested(ALAIN_OF_OURS)
    headers, before = {**AS["annie"](), "Idempotency-Key": str(new_id())}, written()
    body = {"decision": decision} | ({"reason": "Absences."} if decision == "refuse" else {})

    def click(_number: int) -> tuple[int, Any]:
        path = f"{API}/enrolments/{key}/hr-decision"
        answer = client.application.test_client().post(path, json=body, headers=headers)
        return answer.status_code, answer.json["status"]

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(click, range(4)))
    assert answers == {(200, status(key))}
    assert written()[:2] == (before[0], before[1] + 1)
