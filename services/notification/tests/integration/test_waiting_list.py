"""What waiting people, enrolled people before their session, and referents without a validator are told."""

from typing import Any

import pytest

ID = "01930000-0000-7000-8000-000000000{}".format
EMPLOYER = ID("101")
ALAIN, ANNIE, GUY, SARAH = ID("001"), ID("002"), ID("003"), ID("005")
BY_NOBODY = {"account_id": None, "role": None}
BY_ALAIN = {"account_id": ALAIN, "role": "beneficiary"}


@pytest.fixture
def neighbours(house: Any) -> Any:
    house.tell_neighbours()
    return house


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_an_offer_says_until_when_it_stands_and_its_answer_is_told(neighbours: Any) -> None:
    offered = {"previous_status": "waitlisted", "actor": BY_NOBODY, "offer_expires_at": "2026-12-18T16:30:00Z"}
    neighbours.move("offered", **offered)
    letter = neighbours.written()["place_offered", ALAIN]
    assert "jusqu’au vendredi 18 décembre 2026 à 17 h 30" in plain(letter["text_body"])
    assert "/mon-espace/demandes/" in letter["text_body"]
    neighbours.move("pre_enrolled", previous_status="offered", actor=BY_ALAIN)
    assert {("offer_taken", ALAIN), ("request_to_consider", GUY)} <= set(neighbours.written())


def test_an_offer_that_lapsed_is_told_as_such(neighbours: Any) -> None:
    neighbours.move("expired", previous_status="offered", actor=BY_NOBODY)
    assert set(neighbours.written()) == {("offer_lapsed", ALAIN)}


def test_who_is_enrolled_is_reminded_of_hours_and_places(neighbours: Any) -> None:
    neighbours.tell("session_reminder.triggered.v1")
    written = neighbours.written()
    assert set(written) == {("session_reminder", ALAIN)}
    assert "Quai Louis Prunier" in plain(written["session_reminder", ALAIN]["text_body"])


def test_referents_are_alerted_when_nobody_decides_any_more(neighbours: Any) -> None:
    neighbours.person(SARAH, "Sarah", "Croche", civility="mrs")
    neighbours.role(SARAH, "referent", EMPLOYER)
    neighbours.tell("hr_validator.missed.v1", organisation_id=EMPLOYER)
    written = neighbours.written()
    assert set(written) == {("validator_missing", SARAH)}
    assert "2 demandes d’inscription attendent" in plain(written["validator_missing", SARAH]["text_body"])


def test_a_reminder_that_comes_before_what_it_speaks_of_is_told_later(house: Any) -> None:
    house.tell("session_reminder.triggered.v1")
    assert house.rows("SELECT 1 FROM messages") == []
    house.tell_neighbours()
    house.work()
    assert ("session_reminder", ALAIN) in house.written()
