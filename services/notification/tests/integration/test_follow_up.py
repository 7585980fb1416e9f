"""What follows a request: who is told of questions, delays, questionnaires, contested presences, exports, deputies."""

from typing import Any

import pytest

ID = "01930000-0000-7000-8000-000000000{}".format
EMPLOYER, PROVIDER = ID("101"), ID("104")
ALAIN, ANNIE, GUY, SARAH = ID("001"), ID("002"), ID("003"), ID("005")
BY_GUY = {"account_id": GUY, "role": "training_provider"}


@pytest.fixture
def neighbours(house: Any) -> Any:
    house.tell_neighbours()
    return house


@pytest.mark.parametrize(
    ("event_type", "kind", "account", "link"),
    [
        ("information.requested.v1", "information_wanted", ALAIN, "/echanges"),
        ("information.received.v1", "information_received", GUY, "/prestataire/demandes/"),
        ("information.missed.v1", "information_missed", GUY, "/prestataire/demandes/"),
        ("questionnaire.opened.v1", "questionnaire_available", ALAIN, "/questionnaire"),
        ("presence.contested.v1", "presence_contested", GUY, "/prestataire/sessions/"),
        ("presence.settled.v1", "presence_settled", ALAIN, "/contestation"),
        ("decision.delayed.v1", "decision_reminder", ANNIE, "/valideur/demandes"),
        ("export.prepared.v1", "export_ready", ANNIE, "/valideur/exports/"),
        ("deputy.named.v1", "deputy_named", ALAIN, "/valideur/demandes"),
    ],
)
def test_a_fact_is_told_to_whom_it_concerns_with_the_page_that_goes_on(
    neighbours: Any, event_type: str, kind: str, account: str, link: str
) -> None:
    neighbours.tell(event_type)
    written = neighbours.written()
    assert set(written) == {(kind, account)}
    assert link in written[kind, account]["text_body"]


def test_requests_that_nobody_decides_are_told_to_the_referent(neighbours: Any) -> None:
    neighbours.person(SARAH, "Sarah", "Croche")
    neighbours.role(SARAH, "referent", EMPLOYER)
    neighbours.tell("decision.delayed.v1", level="escalation")
    assert ("decision_escalation", SARAH) in neighbours.written()
    assert ("decision_reminder", ANNIE) not in neighbours.written()


def test_the_result_of_an_evaluation_is_no_presence_to_tell_again(neighbours: Any) -> None:
    neighbours.move("attended", previous_status="attended", actor=BY_GUY, decision="record_evaluation")
    assert neighbours.rows("SELECT 1 FROM messages") == []


def test_a_reason_of_the_list_is_written_in_words(neighbours: Any) -> None:
    neighbours.move(
        "refused_by_hr", previous_status="requested", actor={"account_id": ANNIE, "role": "hr_validator"},
        reason="Fermeture en mars.", reason_code="service_needs",
    )  # fmt: skip
    text = neighbours.written()["refused_by_hr", ALAIN]["text_body"]
    assert "Nécessités de service : Fermeture en mars." in " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_a_fact_that_comes_before_its_neighbours_is_told_once_they_are_there(house: Any) -> None:
    house.tell("questionnaire.opened.v1")
    assert house.rows("SELECT 1 FROM messages") == []
    assert len(house.rows("SELECT 1 FROM tasks WHERE kind = 'tell_fact'")) == 1
