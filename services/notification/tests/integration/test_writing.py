"""From a fact to messages: who is told what, once."""

import re
from typing import Any

import pytest

from chassis.ids import new_id
from tests.contracts.schemas import example_of

ID = "01930000-0000-7000-8000-000000000{}".format
EMPLOYER, PROVIDER = ID("101"), ID("104")
ALAIN, ANNIE, GUY, SARAH = ID("001"), ID("002"), ID("003"), ID("005")
BY_ANNIE = {"account_id": ANNIE, "role": "hr_validator"}
BY_GUY = {"account_id": GUY, "role": "training_provider"}
BY_ALAIN = {"account_id": ALAIN, "role": "beneficiary"}
BY_NOBODY = {"account_id": None, "role": None}


@pytest.fixture
def neighbours(house: Any) -> Any:
    house.tell_neighbours()
    return house


def test_a_request_is_acknowledged_and_told_to_the_hr_validator(neighbours: Any) -> None:
    neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    written = neighbours.written()
    assert set(written) == {("request_received", ALAIN), ("new_request", ANNIE)}
    asked = written["new_request", ANNIE]
    assert "Alain Proviste" in asked["subject"]
    assert "Bonjour Madame Annie Versaire," in asked["text_body"]
    assert "/valideur/demandes" in asked["text_body"]
    assert (str(asked["about_account_id"]), asked["status"]) == (ALAIN, "queued")


def test_the_hr_validator_is_sent_a_link_to_decide_and_nobody_else_is(neighbours: Any) -> None:
    neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    written = neighbours.written()
    asked = written["new_request", ANNIE]
    assert len(re.findall(r"http://127\.0\.0\.1:8080/demandes/decision/\S+", asked["text_body"])) == 1
    assert "/demandes/decision/" in asked["html_body"]
    assert asked["link"] == f"/valideur/demandes/{asked['enrolment_id']}"
    assert "/demandes/decision/" not in written["request_received", ALAIN]["text_body"]


def test_the_whole_way_of_a_request_is_told_step_by_step(neighbours: Any) -> None:
    neighbours.move("pre_enrolled", previous_status="requested", actor=BY_ANNIE)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    neighbours.move("attended", previous_status="enrolled", actor=BY_GUY)
    neighbours.tell("document.issued.v1")
    assert set(neighbours.written()) == {
        ("pre_enrolled", ALAIN),
        ("request_to_consider", GUY),
        ("enrolled", ALAIN),
        ("presence_recorded", ANNIE),
        ("document_available", ALAIN),
    }


def test_the_same_event_delivered_again_writes_nothing_more(neighbours: Any) -> None:
    body = neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    neighbours.deliver(body)
    neighbours.deliver(body)
    assert len(neighbours.rows("SELECT 1 FROM messages")) == 2
    assert len(neighbours.rows("SELECT 1 FROM tasks")) == 2


def test_a_replay_writes_to_nobody(neighbours: Any) -> None:
    replay = {"replay": str(new_id()), "subjectversion": 30}
    for event_type in ("enrolment.requested.v1", "training_session.moved.v1", "document.issued.v1"):
        neighbours.tell(event_type, envelope=replay)
    assert neighbours.rows("SELECT 1 FROM messages") == []


def test_hr_validators_who_never_signed_in_are_told_only_where_nobody_did(neighbours: Any) -> None:
    neighbours.person(SARAH, "Sarah", "Croche")
    neighbours.role(SARAH, "hr_validator", EMPLOYER, has_signed_in=False)
    neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    assert ("new_request", SARAH) not in neighbours.written()


def test_where_no_hr_validator_ever_signed_in_all_are_told(house: Any) -> None:
    house.tell_neighbours()
    house.person(SARAH, "Sarah", "Croche")
    house.tell("account.rights_changed.v1", account_id=ANNIE, envelope={"subjectversion": 50}, affiliations=[])
    house.role(SARAH, "hr_validator", EMPLOYER, has_signed_in=False)
    house.move("requested", previous_status=None, actor=BY_ALAIN)
    assert ("new_request", SARAH) in house.written()


def test_without_any_hr_validator_the_referent_is_told(house: Any) -> None:
    house.tell_neighbours()
    house.person(SARAH, "Sarah", "Croche")
    house.tell("account.rights_changed.v1", account_id=ANNIE, envelope={"subjectversion": 50}, affiliations=[])
    house.role(SARAH, "referent", EMPLOYER)
    house.move("requested", previous_status=None, actor=BY_ALAIN)
    assert ("new_request", SARAH) in house.written()


def test_an_hr_validator_of_another_organisation_is_told_nothing(neighbours: Any) -> None:
    neighbours.person(SARAH, "Sarah", "Croche")
    neighbours.role(SARAH, "hr_validator", PROVIDER)
    neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    assert not [kind for kind, account in neighbours.written() if account == SARAH]


def test_a_closed_account_is_told_nothing_as_hr_validator(neighbours: Any) -> None:
    neighbours.tell("account.closed.v1", account_id=ANNIE, envelope={"subjectversion": 60})
    neighbours.move("requested", previous_status=None, actor=BY_ALAIN)
    assert set(neighbours.written()) == {("request_received", ALAIN)}


def test_an_hr_validator_decides_their_own_request_only_where_they_are_alone(neighbours: Any) -> None:
    own = {"account_id": ANNIE, "actor": {"account_id": ANNIE, "role": "beneficiary"}, "previous_status": None}
    neighbours.move("requested", **own)
    assert ("new_request", ANNIE) in neighbours.written()
    neighbours.person(SARAH, "Sarah", "Croche")
    neighbours.role(SARAH, "hr_validator", EMPLOYER)
    neighbours.move("requested", enrolment_id=ID("402"), **own)
    asked = neighbours.rows("SELECT account_id FROM messages WHERE kind = 'new_request' ORDER BY message_id")
    assert [str(row["account_id"]) for row in asked] == [ANNIE, SARAH]


def test_who_cancels_is_told_once_and_the_others_with_the_reason(neighbours: Any) -> None:
    neighbours.move("cancelled", previous_status="enrolled", actor=BY_ALAIN, reason="Un rendez-vous")
    written = neighbours.written()
    assert set(written) == {("cancelled", ALAIN), ("cancelled_to_hr", ANNIE), ("cancelled_to_provider", GUY)}
    assert all("Un rendez-vous" in row["text_body"] for row in written.values())
    assert "Comme vous l’avez demandé" in written["cancelled", ALAIN]["text_body"]


def test_the_hr_validator_who_cancels_is_not_told_of_it(neighbours: Any) -> None:
    neighbours.move("cancelled", previous_status="pre_enrolled", actor=BY_ANNIE, reason="Absence")
    assert set(neighbours.written()) == {("cancelled", ALAIN), ("cancelled_to_provider", GUY)}
    assert "Le ValideurRH de Ma structure a annulé" in neighbours.written()["cancelled", ALAIN]["text_body"]


def test_a_promotion_is_told_as_such(neighbours: Any) -> None:
    neighbours.move("pre_enrolled", previous_status="waitlisted", actor=BY_NOBODY)
    assert set(neighbours.written()) == {("promoted", ALAIN), ("request_to_consider", GUY)}


def test_only_the_enrolled_get_dates_for_their_diary(neighbours: Any) -> None:
    neighbours.move("pre_enrolled", previous_status="requested", actor=BY_ANNIE)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    neighbours.move("cancelled", previous_status="enrolled", actor=BY_ALAIN, reason="Un rendez-vous")
    calendars = {kind: row["calendar"] for (kind, _), row in neighbours.written().items()}
    assert "METHOD:PUBLISH" in calendars["enrolled"]
    assert "METHOD:CANCEL" in calendars["cancelled"]
    assert [kind for kind, calendar in calendars.items() if calendar] == ["enrolled", "cancelled"]


def test_a_cancelled_session_is_told_to_each_with_their_own_request(neighbours: Any) -> None:
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    neighbours.tell("training_session.cancelled.v1", envelope={"subjectversion": 9}, status="cancelled")
    neighbours.move("cancelled", previous_status="enrolled", actor=BY_NOBODY)
    kinds = set(neighbours.written())
    assert {("session_cancelled", ALAIN), ("session_cancelled_to_provider", GUY)} <= kinds
    assert ("cancelled", ALAIN) not in kinds
    assert ("cancelled_to_provider", GUY) not in kinds


def test_a_moved_session_is_told_to_all_it_concerns_with_the_days_before(neighbours: Any) -> None:
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    before = example_of("training_session.scheduled.v1")["data"]["first_day"]
    assert before.startswith("2026-12")
    neighbours.tell("training_session.moved.v1", envelope={"subjectversion": 9})
    written = neighbours.written()
    told = written["session_moved", ALAIN]
    assert {("session_moved", ALAIN), ("session_moved_to_hr", ANNIE), ("session_moved_to_provider", GUY)} <= set(
        written
    )
    assert "décembre" in told["text_body"]
    assert "du 18 au 19 janvier 2027" in told["text_body"].replace("\u00a0", " ")
    assert "SEQUENCE:9" in told["calendar"]
    assert "Ma structure : 1" in written["session_moved_to_hr", ANNIE]["text_body"].replace("\u00a0", " ")


def test_a_moved_session_is_not_told_to_those_who_left(neighbours: Any) -> None:
    neighbours.move("cancelled", previous_status="enrolled", actor=BY_ALAIN, reason="x")
    neighbours.tell("training_session.moved.v1", envelope={"subjectversion": 9})
    assert ("session_moved", ALAIN) not in neighbours.written()


def test_a_fact_that_comes_before_what_it_speaks_of_is_told_later(house: Any) -> None:
    house.move("requested", previous_status=None, actor=BY_ALAIN)
    house.work()
    assert house.rows("SELECT 1 FROM messages") == []
    house.tell_neighbours()
    house.work()
    assert set(house.written()) == {("request_received", ALAIN), ("new_request", ANNIE)}


def test_late_facts_of_every_kind_are_told_later(house: Any) -> None:
    house.tell("training_session.moved.v1")
    house.tell("document.issued.v1")
    house.tell_neighbours()
    house.work()
    assert {("document_available", ALAIN), ("session_moved_to_provider", GUY)} <= set(house.written())


def test_a_replaced_or_revoked_document_is_kept_and_not_announced(neighbours: Any) -> None:
    neighbours.tell("document.replaced.v1")
    assert neighbours.rows("SELECT status FROM documents") == [{"status": "replaced"}]
    assert neighbours.written() == {}


def test_an_event_of_an_unknown_version_is_a_dead_letter_with_a_reason(neighbours: Any) -> None:
    with pytest.raises(Exception, match="unknown version"):
        neighbours.tell("enrolment.requested.v1", envelope={"type": "enrolment.requested.v2"})


def test_news_of_a_saved_search_go_to_its_person_with_a_way_out(neighbours: Any) -> None:
    neighbours.tell("saved_search.matched.v1")
    (message,) = neighbours.written().values()
    assert str(message["account_id"]) == ALAIN
    assert message["subject"].startswith("12 nouveautés pour votre recherche")
    for body in (message["text_body"], message["html_body"]):
        assert "recherches-enregistrees/01930000-0000-7000-8000-000000000901/arreter?cle=k0" in body
        assert "Et 10 de plus" in body
        assert "theme=financing" in body
