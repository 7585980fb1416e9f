"""Questionnaires, complaints, reminders of undecided requests, scheduled exports."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from chassis.ids import new_id
from enrolment import jobs
from enrolment.domain.exports import Frequency, first_due, period_before
from enrolment.domain.questionnaires import HOUSE_QUESTIONS, Question, QuestionKind, faults_of, results_of
from enrolment.store.followup_tables import QUESTIONNAIRES
from enrolment.usecases.forget_person import forget_person
from enrolment.usecases.tell_state import page_of_complaints, page_of_satisfactions
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    account_event,
    approved,
    enrolled,
    requested,
    said,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.samples import ACTION, ALAIN, ANNIE, AS_GUY, GUY, NOW, OURS, PROVIDER, SESSION, days

API = "/api/enrolment/v1"
ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
ANSWERS = {"overall": 5, "recommends": True, "liked": "Les échanges."}


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


def as_guy() -> Headers:
    return bearer(GUY, "training_provider", PROVIDER)


def questionnaire(enrolment_id: UUID, answers: dict[str, Any] | None = None, *, where: UUID = SESSION) -> None:
    questions = [question.as_data() for question in HOUSE_QUESTIONS]
    values = {
        "enrolment_id": enrolment_id, "training_session_id": where, "training_action_id": ACTION,
        "questions": questions, "opened_at": NOW, "answered_at": NOW if answers else None, "answers": answers,
    }  # fmt: skip
    with transaction() as session:
        session.execute(QUESTIONNAIRES.insert().values(values))


def test_a_questionnaire_is_answered_once_by_its_person(client: FlaskClient, as_alain: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    path = f"{API}/enrolments/{key}/questionnaire"
    assert client.get(path, headers=as_alain).status_code == 404
    questionnaire(key)
    assert client.get(path, headers=bearer(new_id(), "beneficiary", OURS)).status_code == 404
    bad = client.post(f"{path}-answer", json={"answers": {"overall": 9, "x": 1}}, headers=as_alain)
    assert (bad.status_code, bad.json["code"]) == (422, "answers-unfit")
    assert bad.json["figures"]["faults"] == {"overall": "unfit", "recommends": "missing", "x": "unknown"}
    assert client.post(f"{path}-answer", json={"answers": ANSWERS}, headers=as_alain).status_code == 204
    twice = client.post(f"{path}-answer", json={"answers": ANSWERS}, headers=as_alain)
    assert (twice.status_code, twice.json["code"]) == (409, "questionnaire-answered")
    assert client.get(path, headers=as_alain).json["answered_at"] is not None


def test_of_a_forgotten_person_the_marks_stay_and_the_words_go() -> None:
    key, other = approved(ALAIN_OF_OURS), approved(a_person())
    for one in (key, other):
        questionnaire(one, ANSWERS)
    with transaction() as session:
        forget_person(session, ALAIN, now=NOW)
    with transaction() as session:
        kept = {row.enrolment_id: row.answers for row in session.execute(select(QUESTIONNAIRES))}
    assert kept == {key: {"overall": 5, "recommends": True}, other: ANSWERS}


def test_below_five_answers_the_provider_learns_their_number_alone(client: FlaskClient, as_camille: Headers) -> None:
    def answered() -> None:
        questionnaire(approved(a_person()), {**ANSWERS, "liked": "Une phrase reconnaissable."})

    paths = [f"{API}/training-sessions/{SESSION}/satisfaction", f"{API}/training-actions/{ACTION}/satisfaction"]
    for _ in range(4):
        answered()
    for path in paths:
        hidden = client.get(path, headers=as_guy())
        assert (hidden.json["is_hidden"], hidden.json["answered"], hidden.json["results"]) == (True, 4, [])
        assert "reconnaissable" not in hidden.text
        assert client.get(path, headers=as_camille).json["is_hidden"] is False
    answered()
    shown = client.get(paths[0], headers=as_guy()).json
    overall = next(entry for entry in shown["results"] if entry["question_id"] == "overall")
    assert (shown["is_hidden"], overall["mean"], overall["counts"]) == (False, 5.0, {"5": 5})
    assert client.get(paths[0], headers=bearer(ANNIE, "training_provider", OURS)).status_code == 404


def test_an_action_shows_nothing_from_which_a_session_of_few_could_be_reckoned(client: FlaskClient) -> None:
    path = f"{API}/training-actions/{ACTION}/satisfaction"
    small, other = a_session(ACTION), a_session(ACTION)

    def shown() -> tuple[int, int]:
        answer = client.get(path, headers=as_guy()).json
        overall = next(entry for entry in answer["results"] if entry["question_id"] == "overall")
        return answer["answered"], overall["answered"]

    for _ in range(5):
        questionnaire(approved(a_person()), ANSWERS)
    for _ in range(2):
        questionnaire(approved(a_person(), small), ANSWERS, where=small)
    assert shown() == (7, 5)
    for _ in range(3):
        questionnaire(approved(a_person(), other), ANSWERS, where=other)
    assert shown() == (10, 10)


def test_results_count_by_answer_and_name_nobody() -> None:
    questions = [
        Question(question_id="q", kind=QuestionKind.SCALE),
        Question(question_id="y", kind=QuestionKind.YES_NO),
        Question(question_id="t", kind=QuestionKind.TEXT),
    ]
    scale, yes_no, text = results_of(questions, [{"q": 2, "y": True, "t": "b"}, {"q": 4, "t": "a"}, {"y": False}])
    assert (scale.mean, scale.counts, scale.answered) == (3.0, {"2": 1, "4": 1}, 2)
    assert yes_no.counts == {"true": 1, "false": 1}
    assert (text.texts, text.counts) == (("a", "b"), {})


@pytest.mark.parametrize("answer", [0, 6, True, "3", 2.5])
def test_a_scale_takes_whole_numbers_from_one_to_five(answer: Any) -> None:
    question = Question(question_id="q", kind=QuestionKind.SCALE)
    assert faults_of([question], {"q": answer}) == {"q": "unfit"}


def test_staff_write_the_questions_of_a_type_and_the_last_writer_is_told(
    client: FlaskClient, as_camille: Headers
) -> None:
    items = client.get(f"{API}/questionnaire-templates", headers=as_camille).json["items"]
    formation = next(entry for entry in items if entry["type_code"] == "formation")
    assert (formation["version"], formation["questions"][0]["question_id"]) == (0, "overall")
    question = {"question_id": "q1", "kind": "choice", "label": "Rythme ?", "choices": ["Lent", "Juste", "Rapide"]}
    path = f"{API}/questionnaire-templates/formation"
    kept = client.put(path, json={"version": 0, "questions": [question]}, headers=as_camille)
    assert kept.json == {"version": 1}
    stale = client.put(path, json={"version": 0, "questions": [question]}, headers=as_camille)
    assert (stale.status_code, stale.json["code"]) == (412, "stale-version")
    bad = client.put(path, json={"version": 1, "questions": [{**question, "choices": ["Un"]}]}, headers=as_camille)
    assert bad.status_code == 422


def test_a_complaint_is_registered_and_answered_once(client: FlaskClient, as_alain: Headers) -> None:
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    path = f"{API}/enrolments/{key}/complaints"
    body = {"topic": "organisation", "body": "La salle était fermée."}
    made = client.post(path, json=body, headers=as_alain)
    assert made.status_code == 201
    stranger = bearer(a_person().account_id, "beneficiary", OURS)
    assert client.post(path, json=body, headers=stranger).status_code == 404
    (item,) = client.get(f"{API}/complaints?scope=provider&is_open=true", headers=as_guy()).json["items"]
    assert (item["enrolment_id"], item["body"]) == (str(key), body["body"])
    other = bearer(ANNIE, "training_provider", OURS)
    answer_path = f"{API}/complaints/{made.json['complaint_id']}/answer"
    assert client.post(answer_path, json={"answer": "?"}, headers=other).status_code in (403, 404)
    assert client.post(answer_path, json={"answer": "Nos excuses."}, headers=as_guy()).status_code == 204
    twice = client.post(answer_path, json={"answer": "Encore."}, headers=as_guy())
    assert (twice.status_code, twice.json["code"]) == (409, "complaint-answered")
    (mine,) = client.get(f"{API}/complaints", headers=as_alain).json["items"]
    assert mine["answer"] == "Nos excuses."


def test_neighbours_hear_of_a_complaint_neither_who_complains_nor_the_words(
    client: FlaskClient, as_alain: Headers
) -> None:
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    body = {"topic": "organisation", "body": "La salle était fermée."}
    made = client.post(f"{API}/enrolments/{key}/complaints", json=body, headers=as_alain).json["complaint_id"]
    client.post(f"{API}/complaints/{made}/answer", json={"answer": "Nos excuses."}, headers=as_guy())
    (registered,), (answered,) = said("complaint.registered.v1"), said("complaint.answered.v1")
    assert (registered.subject, registered.subject_version, answered.subject_version) == (UUID(made), 1, 2)
    assert answered.data | {"answered_at": None} == registered.data
    assert registered.data["training_action_id"] == str(ACTION)
    told = str(answered.data)
    assert not any(word in told for word in (str(ALAIN), str(key), "fermée", "excuses"))
    with transaction() as session:
        (again,) = page_of_complaints(session, None, 10)
    assert (again.type, again.subject_version, again.data) == (answered.type, 2, answered.data)


def test_satisfaction_is_told_in_numbers_by_the_clock_once_a_change() -> None:
    def counted() -> list[Any]:
        jobs.follow_up(NOW)
        return said("satisfaction.counted.v1")

    for _ in range(4):
        questionnaire(approved(a_person()), ANSWERS)
    questionnaire(approved(a_person()))
    (hidden,) = counted()
    assert (hidden.data["asked"], hidden.data["answered"]) == (5, 4)
    assert (hidden.data["is_hidden"], hidden.data["results"]) == (True, [])
    assert len(counted()) == 1
    questionnaire(approved(a_person()), {"overall": 4, "recommends": False, "to_improve": "Signé Sophie."})
    _, shown = counted()
    results = {entry["question_id"]: entry for entry in shown.data["results"]}
    assert (shown.subject, shown.subject_version, shown.data["is_hidden"]) == (ACTION, 2, False)
    assert (results["overall"]["mean"], results["overall"]["counts"]) == (
        4.8, [{"answer": "4", "count": 1}, {"answer": "5", "count": 4}],
    )  # fmt: skip
    assert "Sophie" not in str(shown.data)
    with transaction() as session:
        (again,) = page_of_satisfactions(session, None, 10)
    assert (again.subject_version, again.data) == (2, shown.data)


def test_what_fewer_than_five_said_of_one_question_is_told_to_nobody() -> None:
    for entry in range(6):
        questionnaire(approved(a_person()), {"overall": 5, "recommends": True} | ({"trainer": 1} if entry < 4 else {}))
    jobs.follow_up(NOW)
    (shown,) = said("satisfaction.counted.v1")
    (trainer,) = (entry for entry in shown.data["results"] if entry["question_id"] == "trainer")
    assert (trainer["answered"], trainer["mean"], trainer["counts"]) == (4, None, [])


def delayed() -> list[tuple[str, int]]:
    return [(event.data["level"], len(event.data["enrolment_ids"])) for event in said("decision.delayed.v1")]


def test_undecided_requests_are_reminded_and_then_escalated_once_each() -> None:
    first = requested(ALAIN_OF_OURS)
    jobs.follow_up(NOW + days(2.9))
    assert delayed() == []
    for _ in range(2):
        jobs.follow_up(NOW + days(3))
    assert delayed() == [("reminder", 1)]
    tell(account_event(GUY, {OURS: ["beneficiary"], PROVIDER: ["training_provider"]}))
    requested(Person(GUY, OURS, ANNIE), now=NOW + days(1))
    for _ in range(2):
        jobs.follow_up(NOW + days(7))
    assert delayed() == [("reminder", 1), ("reminder", 1), ("escalation", 1)]
    assert said("decision.delayed.v1")[-1].data["enrolment_ids"] == [str(first)]


@pytest.mark.parametrize(
    ("frequency", "today", "due", "period"),
    [
        (Frequency.WEEKLY, date(2026, 11, 26), date(2026, 11, 30), (date(2026, 11, 23), date(2026, 11, 29))),
        (Frequency.WEEKLY, date(2026, 11, 30), date(2026, 12, 7), (date(2026, 11, 30), date(2026, 12, 6))),
        (Frequency.MONTHLY, date(2026, 12, 31), date(2027, 1, 1), (date(2026, 12, 1), date(2026, 12, 31))),
        (Frequency.MONTHLY, date(2027, 1, 31), date(2027, 2, 1), (date(2027, 1, 1), date(2027, 1, 31))),
    ],
)
def test_a_period_is_exported_the_day_after_it_ends(
    frequency: Frequency, today: date, due: date, period: tuple[date, date]
) -> None:
    assert first_due(frequency, today) == due
    assert period_before(frequency, due) == period


def schedule(client: FlaskClient, headers: Headers) -> Any:
    body = {"kind": "presences", "file_format": "xlsx", "frequency": "weekly"}
    return client.post(f"{API}/export-schedules", json=body, headers=headers)


def test_a_scheduled_export_is_announced_once_a_period_and_opens_for_its_account_only(
    client: FlaskClient, as_annie: Headers
) -> None:
    made = schedule(client, as_annie)
    assert (made.status_code, made.json["next_on"]) == (201, "2026-11-30")
    assert schedule(client, as_annie).json["schedule_id"] == made.json["schedule_id"]
    jobs.follow_up(NOW + days(6))
    assert said("export.prepared.v1") == []
    for _ in range(2):
        jobs.follow_up(NOW + days(7))
    (fact,) = said("export.prepared.v1")
    assert (fact.data["first_day"], fact.data["last_day"]) == ("2026-11-23", "2026-11-29")
    path = f"{API}/prepared-exports/{fact.data['export_id']}"
    assert client.get(path, headers=as_annie).json["kind"] == "presences"
    tell(account_event(GUY, {OURS: ["beneficiary", "hr_validator"]}))
    assert client.get(path, headers=bearer(GUY, "hr_validator", OURS)).status_code == 404
    tell(account_event(ANNIE, {OURS: ["beneficiary"]}))
    assert client.get(path, headers=as_annie).status_code == 403


def test_a_wish_that_was_ended_or_whose_account_no_longer_decides_prepares_nothing(
    client: FlaskClient, as_annie: Headers
) -> None:
    made = schedule(client, as_annie).json
    assert client.post(f"{API}/export-schedules/{made['schedule_id']}/end", headers=as_annie).status_code == 204
    jobs.follow_up(NOW + days(7))
    schedule(client, as_annie)
    tell(account_event(ANNIE, {OURS: ["beneficiary"]}))
    jobs.follow_up(NOW + days(7))
    assert said("export.prepared.v1") == []
