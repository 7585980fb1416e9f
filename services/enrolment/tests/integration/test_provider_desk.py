"""The provider's desk: questions to the person, signatures in the room, evaluations, closing, contested presences."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from chassis import clock
from chassis.database import transaction
from enrolment import jobs
from enrolment.domain.attendance import RecordedHalfDay, planned_half_days
from enrolment.store import targets
from enrolment.usecases.record_attendance import Presence, record_attendance
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    action_event,
    approved,
    enrolled,
    profile_event,
    said,
    session_event,
    status,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.samples import (
    ACTION,
    ALAIN,
    ANNIE,
    AS_GUY,
    FIRST_DAY,
    GUY,
    NOW,
    OURS,
    PROVIDER,
    SESSION,
    days,
    paris,
)

API = "/api/enrolment/v1"
ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
DURING = paris(FIRST_DAY, 10)
AFTER = paris(FIRST_DAY + timedelta(days=1), 18)


@pytest.fixture
def at() -> Any:
    """Move the clock of the doors; it goes right again after the test."""

    def move(moment: datetime) -> None:
        clock.shift(int((moment - datetime.now(moment.tzinfo)).total_seconds()))

    move(NOW)
    yield move
    clock.shift(0)


def as_person(person: Person) -> Headers:
    return bearer(person.account_id, "beneficiary", person.organisation_id)


def as_guy() -> Headers:
    return bearer(GUY, "training_provider", PROVIDER)


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def test_a_question_is_answered_in_the_thread_and_the_request_resumes_by_itself(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = approved(ALAIN_OF_OURS)
    path = f"{API}/enrolments/{key}"
    wanted = {"question": "Avez-vous suivi le module 1 ?", "due_on": "2026-11-30"}
    assert client.post(f"{path}/information-request", json=wanted, headers=as_guy()).status_code == 201
    waiting = client.get(f"{API}/enrolments?scope=provider&information_wanted=true", headers=as_guy()).json["items"]
    assert [(item["enrolment_id"], item["information"]["is_wanted"]) for item in waiting] == [(str(key), True)]
    thread = client.get(f"{path}/messages", headers=as_person(ALAIN_OF_OURS)).json
    assert (thread["side"], thread["inquiry"]["state"], thread["may_write"]) == ("beneficiary", "wanted", True)
    assert [message["body"] for message in thread["messages"]] == [wanted["question"]]
    written = client.post(f"{path}/messages", json={"body": "Oui, en mars."}, headers=as_person(ALAIN_OF_OURS))
    assert (written.status_code, written.json["inquiry"]["state"]) == (201, "received")
    resumed = client.get(f"{API}/enrolments?scope=provider&information_wanted=false", headers=as_guy()).json["items"]
    assert [item["enrolment_id"] for item in resumed] == [str(key)]
    assert status(key) == "pre_enrolled"
    facts = [event.type for event in said() if event.type.startswith("information.")]
    assert facts == ["information.requested.v1", "information.received.v1"]
    assert "mars" not in str([dict(event.data) for event in said()])


def test_only_the_two_sides_read_a_thread(
    client: FlaskClient, at: Callable[[datetime], None], as_annie: Headers
) -> None:
    key = approved(ALAIN_OF_OURS)
    path = f"{API}/enrolments/{key}/messages"
    assert client.get(path, headers=as_person(a_person())).status_code == 404
    assert client.get(path, headers=as_annie).status_code == 404
    nothing_asked = client.post(path, json={"body": "Bonjour"}, headers=as_person(ALAIN_OF_OURS))
    assert code_of(nothing_asked) == (409, "thread-closed")


@pytest.mark.parametrize(("due_on", "code"), [("2026-11-22", "due-day-unfit"), ("2026-12-22", "due-day-unfit")])
def test_an_answer_is_wanted_between_today_and_the_first_day(
    client: FlaskClient, at: Callable[[datetime], None], due_on: str, code: str
) -> None:
    key = approved(ALAIN_OF_OURS)
    body = {"question": "Quand ?", "due_on": due_on}
    answer = client.post(f"{API}/enrolments/{key}/information-request", json=body, headers=as_guy())
    assert code_of(answer) == (422, code)


def test_one_question_waits_at_a_time_and_the_provider_is_reminded_once_when_it_is_overdue(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = approved(ALAIN_OF_OURS)
    body = {"question": "Quand ?", "due_on": "2026-11-24"}
    path = f"{API}/enrolments/{key}/information-request"
    client.post(path, json=body, headers=as_guy())
    again = client.post(path, json=body, headers=as_guy())
    assert code_of(again) == (409, "information-pending")
    jobs.follow_up(NOW + days(1))
    assert said("information.missed.v1") == []
    for _ in range(2):
        jobs.follow_up(NOW + days(2))
    assert len(said("information.missed.v1")) == 1


def first_half_day() -> Any:
    with transaction() as session:
        return planned_half_days(targets.get(session, SESSION))[0]


def open_code(client: FlaskClient, **more: Any) -> dict[str, Any]:
    half_day = first_half_day()
    body = {"slot_id": str(half_day.slot_id), "half_day": half_day.half_day.value, **more}
    answer = client.post(f"{API}/training-sessions/{SESSION}/signing-codes", json=body, headers=as_guy())
    found: dict[str, Any] = answer.json
    return found


def test_a_participant_signs_once_with_the_code_of_the_half_day(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    at(DURING)
    code = open_code(client)["code"]
    typed = f"{code[:4].lower()}-{code[4:].lower()}"
    looked = client.get(f"{API}/signatures?code={typed}", headers=as_person(ALAIN_OF_OURS)).json
    assert (looked["enrolment_id"], looked["is_signed"]) == (str(key), False)
    for _ in range(2):
        signed = client.post(f"{API}/signatures", json={"code": typed}, headers=as_person(ALAIN_OF_OURS))
        assert (signed.status_code, signed.json["is_signed"]) == (200, True)
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy()).json
    (participant,) = roster["participants"]
    assert [entry["net_minutes"] for entry in participant["recorded_half_days"]] == [210]
    assert len(participant["signatures"]) == 1
    assert status(key) == "enrolled"
    (counted,) = client.get(f"{API}/training-sessions/{SESSION}/signing-codes", headers=as_guy()).json["items"]
    assert counted["signed"] == 1


def test_a_signature_never_overwrites_what_the_provider_recorded(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    at(DURING)
    half_day = first_half_day()
    late = RecordedHalfDay(slot_id=half_day.slot_id, half_day=half_day.half_day, net_minutes=90)
    with transaction() as session:
        sheet = [Presence(enrolment_id=key, half_days=(late,))]
        record_attendance(session, SESSION, sheet=sheet, by=AS_GUY, now=DURING)
    client.post(f"{API}/signatures", json={"code": open_code(client)["code"]}, headers=as_person(ALAIN_OF_OURS))
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy()).json
    assert [entry["net_minutes"] for entry in roster["participants"][0]["recorded_half_days"]] == [90]


def test_a_forged_void_early_or_late_code_signs_nothing(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    enrolled(ALAIN_OF_OURS, by=AS_GUY)
    code = open_code(client)["code"]
    early = client.post(f"{API}/signatures", json={"code": code}, headers=as_person(ALAIN_OF_OURS))
    assert code_of(early) == (409, "signing-code-closed")
    at(DURING)
    mine = as_person(ALAIN_OF_OURS)
    forged = client.post(f"{API}/signatures", json={"code": "BCDF2345"}, headers=mine)
    assert code_of(forged) == (404, "signing-code-unknown")
    fresh = open_code(client, is_new=True)["code"]
    void = client.post(f"{API}/signatures", json={"code": code}, headers=mine)
    assert code_of(void) == (404, "signing-code-unknown")
    stranger = client.post(f"{API}/signatures", json={"code": fresh}, headers=as_person(a_person()))
    assert code_of(stranger) == (403, "not-on-the-roster")
    at(AFTER)
    late = client.post(f"{API}/signatures", json={"code": fresh}, headers=as_person(ALAIN_OF_OURS))
    assert code_of(late) == (409, "signing-code-closed")
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy()).json
    assert roster["participants"][0]["recorded_half_days"] == []


def whole(key: UUID, *, share: float = 1.0) -> Presence:
    with transaction() as session:
        planned = planned_half_days(targets.get(session, SESSION))
    return Presence(
        enrolment_id=key,
        half_days=tuple(
            RecordedHalfDay(
                slot_id=entry.slot_id, half_day=entry.half_day, net_minutes=int(entry.planned_minutes * share)
            )
            for entry in planned
        ),
    )


def recorded(person: Person, *, share: float = 1.0) -> UUID:
    key = enrolled(person, by=AS_GUY)
    with transaction() as session:
        record_attendance(session, SESSION, sheet=[whole(key, share=share)], by=AS_GUY, now=AFTER)
    return key


def close(client: FlaskClient, *, absent_missing: bool = False) -> Any:
    body = {"absent_missing": absent_missing}
    return client.post(f"{API}/training-sessions/{SESSION}/closing", json=body, headers=as_guy())


def test_closing_is_one_step_that_can_be_made_again(client: FlaskClient, at: Callable[[datetime], None]) -> None:
    present = recorded(ALAIN_OF_OURS)
    missing = enrolled(a_person(), by=AS_GUY)
    assert code_of(close(client)) == (409, "training-session-not-over")
    at(AFTER)
    refused = close(client)
    assert (code_of(refused), refused.json["figures"]) == ((409, "presence-missing"), {"missing": 1})
    closed = close(client, absent_missing=True).json
    assert (closed["missing"], closed["present"], closed["questionnaires"]) == (0, 1, 1)
    assert (status(present), status(missing)) == ("attended", "absent")
    again = close(client).json
    assert again == closed
    assert [event.subject for event in said("questionnaire.opened.v1")] == [present]


def test_a_presence_corrected_after_the_closing_still_gets_its_questionnaire_once(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = recorded(ALAIN_OF_OURS, share=0.0)
    at(AFTER)
    assert close(client).json["questionnaires"] == 0
    with transaction() as session:
        record_attendance(session, SESSION, sheet=[whole(key)], by=AS_GUY, now=AFTER, reason="Erreur.")
    for _ in range(2):
        jobs.follow_up(AFTER)
    assert len(said("questionnaire.opened.v1")) == 1


def test_an_evaluation_travels_with_the_presence_and_tells_nobody_twice(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = recorded(ALAIN_OF_OURS)
    at(AFTER)
    path = f"{API}/training-sessions/{SESSION}/evaluations"
    body = {"evaluations": [{"enrolment_id": str(key), "result": "acquired", "comment": "Très à l'aise."}]}
    assert code_of(client.put(path, json=body, headers=as_guy())) == (409, "evaluation-not-planned")
    tell(action_event(ACTION, evaluation_planned=True))
    for _ in range(2):
        roster = client.put(path, json=body, headers=as_guy()).json
    assert roster["participants"][0]["evaluation"]["result"] == "acquired"
    told = [event for event in said("enrolment.attended.v1") if event.data["decision"] == "record_evaluation"]
    assert len(told) == 1
    before = next(event for event in said("enrolment.attended.v1") if event.data["decision"] != "record_evaluation")
    assert told[0].data["attendance"] == before.data["attendance"]
    assert told[0].data["evaluation"]["comment"] == "Très à l'aise."
    absent = recorded(a_person(), share=0.0)
    body["evaluations"][0]["enrolment_id"] = str(absent)
    assert code_of(client.put(path, json=body, headers=as_guy())) == (422, "presence-unknown")


def test_a_presence_is_contested_within_its_days_and_answered(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    key = recorded(ALAIN_OF_OURS, share=0.5)
    path = f"{API}/enrolments/{key}/presence-contest"
    at(AFTER + days(1))
    mine = as_person(ALAIN_OF_OURS)
    assert client.get(path, headers=mine).json["may_contest"] is True
    assert client.post(path, json={"reason": "J'étais là."}, headers=mine).status_code == 201
    assert code_of(client.post(path, json={"reason": "Encore."}, headers=mine)) == (409, "contest-pending")
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy()).json
    assert roster["participants"][0]["contest"]["reason"] == "J'étais là."
    with transaction() as session:
        record_attendance(
            session, SESSION, sheet=[whole(key)], by=AS_GUY, now=AFTER + days(1.1), reason="Feuille retrouvée."
        )
    settled = client.post(f"{path}-answer", json={"answer": "Corrigé."}, headers=as_guy()).json
    assert settled["outcome"] == "corrected"
    assert client.post(f"{path}-answer", json={"answer": "Encore."}, headers=as_guy()).status_code == 404
    assert [event.type for event in said() if event.type.startswith("presence.")] == [
        "presence.contested.v1", "presence.settled.v1",
    ]  # fmt: skip
    at(AFTER + days(13))
    mine = as_person(ALAIN_OF_OURS)
    assert code_of(client.post(path, json={"reason": "Tard."}, headers=mine)) == (409, "contest-closed")
    assert client.post(path, json={"reason": "x"}, headers=as_person(a_person())).status_code == 404


def test_completion_of_a_self_paced_session_is_recorded_by_the_provider(
    client: FlaskClient, at: Callable[[datetime], None]
) -> None:
    kind = {"code": "freemium", "label": "Autoformation", "counts_as_formation": False, "self_paced": True}
    tell(action_event(ACTION, type=kind), session_event(SESSION, ACTION, slots=[]))
    key = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    tell(profile_event(ALAIN, "Alain", "Proviste"))
    at(AFTER)
    path = f"{API}/training-sessions/{SESSION}/attendance"
    sheet = {"records": [{"enrolment_id": str(key), "is_completed": True}]}
    assert client.put(path, json=sheet, headers=as_guy()).json["participants"][0]["status"] == "attended"
    assert close(client).json["questionnaires"] == 1
