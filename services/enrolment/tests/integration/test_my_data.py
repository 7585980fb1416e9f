"""What a person takes along of enrolment: their words, how their requests moved, their answers; nobody else's."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from chassis import clock
from chassis.database import transaction
from enrolment.usecases.forget_person import forget_person
from services.enrolment.tests.integration.arranging import Person, a_person, approved
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.integration.test_afterwards import ANSWERS, API, as_guy, questionnaire
from services.enrolment.tests.samples import ALAIN, ANNIE, NOW, OURS, days

ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
QUESTION, WORDS = "Quel est votre projet ?", "Je prépare une VAE."


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


def my_data(client: FlaskClient, headers: Headers) -> dict[str, Any]:
    answer = client.get(f"{API}/my-data", headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json or {})


def a_thread(client: FlaskClient, headers: Headers, key: object) -> None:
    """Guy asks, the person answers."""
    path = f"{API}/enrolments/{key}"
    asked = {"question": QUESTION, "due_on": (NOW + days(3)).date().isoformat()}
    assert client.post(f"{path}/information-request", json=asked, headers=as_guy()).status_code == 201
    assert client.post(f"{path}/messages", json={"body": WORDS}, headers=headers).status_code == 201


def test_what_one_wrote_is_taken_along_and_not_what_the_other_side_wrote(
    client: FlaskClient, as_alain: Headers
) -> None:
    key = approved(ALAIN_OF_OURS)
    a_thread(client, as_alain, key)
    (mine,) = my_data(client, as_alain)["messages"]
    assert (mine["body"], mine["enrolment_id"], mine["role"]) == (WORDS, str(key), "beneficiary")
    (of_guy,) = my_data(client, as_guy())["messages"]
    assert (of_guy["body"], of_guy["role"]) == (QUESTION, "training_provider")


def test_every_move_of_ones_requests_is_told_and_nobody_else_is_named(client: FlaskClient, as_alain: Headers) -> None:
    approved(ALAIN_OF_OURS)
    told = my_data(client, as_alain)
    assert [(one["number"], one["is_by_me"], one["role"]) for one in told["moves"]] == [
        (1, True, "beneficiary"),
        (2, False, "hr_validator"),
    ]
    assert str(ANNIE) not in str(told)


def test_ones_answers_are_taken_along_while_they_are_tied_to_ones_request(
    client: FlaskClient, as_alain: Headers
) -> None:
    key, other = approved(ALAIN_OF_OURS), approved(a_person())
    questionnaire(key, ANSWERS)
    questionnaire(other, {"overall": 1, "recommends": False, "liked": "Rien."})
    (mine,) = my_data(client, as_alain)["questionnaires"]
    assert (mine["enrolment_id"], mine["answers"]) == (str(key), ANSWERS)
    assert {question["question_id"] for question in mine["questions"]} >= set(ANSWERS)


def test_an_open_questionnaire_is_told_without_answers(client: FlaskClient, as_alain: Headers) -> None:
    questionnaire(approved(ALAIN_OF_OURS))
    (mine,) = my_data(client, as_alain)["questionnaires"]
    assert (mine["answers"], mine["answered_at"]) == (None, None)


def test_a_role_that_reads_others_takes_along_nothing_of_theirs(client: FlaskClient, as_camille: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    a_thread(client, bearer(ALAIN, "beneficiary", OURS), key)
    questionnaire(key, ANSWERS)
    nothing: dict[str, Any] = {
        "messages": [],
        "moves": [],
        "questionnaires": [],
        "signatures": [],
        "contests": [],
    }
    assert my_data(client, as_camille) == nothing
    assert my_data(client, bearer(ANNIE, "hr_validator", OURS)) == nothing


def test_of_a_forgotten_person_no_words_are_left_to_tell(client: FlaskClient, as_alain: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    a_thread(client, as_alain, key)
    questionnaire(key, ANSWERS)
    with transaction() as session:
        forget_person(session, ALAIN, now=NOW)
    told = my_data(client, as_alain)
    assert WORDS not in str(told)
    assert "Les échanges." not in str(told)


def test_nobody_reads_it_without_a_token(client: FlaskClient) -> None:
    assert client.get(f"{API}/my-data").status_code == 401
