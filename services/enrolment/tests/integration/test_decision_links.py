"""The link of an e-mail: its holder decides as the HR validator they are now, once, until it ends."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from itsdangerous import URLSafeSerializer

from chassis import clock
from chassis.ids import new_id
from enrolment.api.decision_links import SALT
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    account_event,
    counts,
    requested,
    status,
    tell,
)
from services.enrolment.tests.integration.conftest import DECISION_LINK_SECRET, Headers
from services.enrolment.tests.samples import ALAIN, ANNIE, NOW, OURS

PATH = "/api/enrolment/v1/decision-links"
ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
IN_A_WEEK = NOW + timedelta(days=7)


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    """The doors read the clock: move it to the day of the samples."""
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


def link_of(
    enrolment_id: UUID, account_id: UUID = ANNIE, *, until: datetime = IN_A_WEEK, secret: str = DECISION_LINK_SECRET
) -> str:
    """As notification signs it."""
    content = [str(enrolment_id), str(account_id), int(until.timestamp())]
    return str(URLSafeSerializer(secret, salt=SALT).dumps(content))


Deciding = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def decide(client: FlaskClient) -> Deciding:
    """Without any token of ours."""

    def post(link: str, decision: str = "approve", **more: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(f"{PATH}/uses", json={"token": link, "decision": decision, **more})
        return answer.status_code, answer.json

    return post


def test_the_holder_reads_and_approves_without_signing_in(client: FlaskClient, decide: Deciding) -> None:
    key = requested(ALAIN_OF_OURS)
    shown = client.post(PATH, json={"token": link_of(key)})
    assert (shown.status_code, shown.json["person"]["family_name"], status(key)) == (200, "Proviste", "requested")
    code, decided = decide(link_of(key))
    assert (code, decided["status"], status(key)) == (200, "pre_enrolled", "pre_enrolled")
    assert counts() == (1, 0)


def test_looking_as_often_as_a_mail_scanner_decides_nothing(client: FlaskClient) -> None:
    key = requested(ALAIN_OF_OURS)
    assert {client.post(PATH, json={"token": link_of(key)}).status_code for _ in range(3)} == {200}
    assert status(key) == "requested"


def test_a_refusal_by_link_keeps_its_reason(client: FlaskClient, decide: Deciding, as_annie: Headers) -> None:
    key = requested(ALAIN_OF_OURS)
    assert decide(link_of(key), "refuse")[0] == 422
    assert decide(link_of(key), "refuse", reason_code="not_in_plan", reason="L'an prochain.")[0] == 200
    found = client.get(f"/api/enrolment/v1/enrolments/{key}", headers=as_annie).json
    told = (found["status"], found["reason_code"], found["reason"], found["decided_as"])
    assert told == ("refused_by_hr", "not_in_plan", "L'an prochain.", "hr_validator")


def test_a_link_is_good_for_one_decision(decide: Deciding) -> None:
    key = requested(ALAIN_OF_OURS)
    assert decide(link_of(key))[0] == 200
    code, problem = decide(link_of(key), "refuse", reason="Finalement non.")
    assert (code, problem["code"], problem["figures"]["decided_by"]) == (409, "already-decided", "hr_validator")
    assert status(key) == "pre_enrolled"


def test_a_link_ends(decide: Deciding, client: FlaskClient) -> None:
    key = requested(ALAIN_OF_OURS)
    over = link_of(key, until=NOW - timedelta(seconds=5))
    code, problem = decide(over)
    assert (code, problem["code"], problem["next_step"]) == (410, "decision-link-over", "sign-in")
    assert client.post(PATH, json={"token": over}).status_code == 410
    assert status(key) == "requested"


@pytest.mark.parametrize("forged", ["", "x", "WyJhIl0.bad", link_of(new_id(), secret="another-secret-" * 3)])
def test_a_forged_link_is_none(decide: Deciding, forged: str) -> None:
    assert decide(forged)[0] in (404, 422)


def test_a_link_signed_with_another_secret_decides_nothing(decide: Deciding) -> None:
    key = requested(ALAIN_OF_OURS)
    assert decide(link_of(key, secret="another-secret-of-somebody-else-01234"))[0] == 404
    assert status(key) == "requested"


def test_who_is_no_hr_validator_any_more_decides_nothing(decide: Deciding) -> None:
    key = requested(ALAIN_OF_OURS)
    tell(account_event(ANNIE, {OURS: ["beneficiary", "referent"]}))
    assert decide(link_of(key))[0] == 404
    assert status(key) == "requested"


def test_a_colleague_whose_link_it_is_not_decides_nothing(decide: Deciding) -> None:
    key = requested(ALAIN_OF_OURS)
    somebody = a_person()
    assert decide(link_of(key, somebody.account_id))[0] == 404
    assert decide(link_of(key, new_id()))[0] == 404


def test_what_cannot_be_approved_now_is_refused_as_in_the_inbox(decide: Deciding) -> None:
    session_id = a_session(capacity=1, waiting_list_capacity=0)
    first, other = requested(ALAIN_OF_OURS, session_id), a_person()
    second = requested(other, session_id)
    assert decide(link_of(first))[0] == 200
    code, problem = decide(link_of(second, other.hr_validator_id))
    assert (code, problem["code"], status(second)) == (409, "action-full", "requested")
