"""How people are told: at once, once a day, on the site only."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.database import transaction
from notification.channels import unsubscribing
from notification.jobs import digest
from notification.usecases.fold_digests import last_morning
from tests.support.tokens import bearer

ALAIN = "01930000-0000-7000-8000-000000000001"
ANNIE = "01930000-0000-7000-8000-000000000002"
PATH = "/api/notification/v1"
TOMORROW = datetime(2099, 1, 2, 7, 30, tzinfo=UTC)


@pytest.fixture
def peopled(house: Any) -> Any:
    house.tell_neighbours()
    return house


def choose(house: Any, account_id: str, **choices: str) -> Any:
    return house.client.put(f"{PATH}/preferences", json={"choices": choices}, headers=bearer(account_id))


def statuses(house: Any) -> dict[str, str]:
    return {row["kind"]: row["status"] for row in house.rows("SELECT kind, status FROM messages")}


def test_everything_goes_at_once_unless_chosen_otherwise(peopled: Any) -> None:
    answer = peopled.client.get(f"{PATH}/preferences", headers=bearer(ANNIE))
    assert {item["delivery"] for item in answer.json["items"]} == {"at_once"}


def test_a_choice_is_kept_and_the_others_stay(peopled: Any) -> None:
    answer = choose(peopled, ANNIE, to_decide="daily_digest")
    chosen = {item["topic"]: item["delivery"] for item in answer.json["items"]}
    assert (chosen["to_decide"], chosen["my_team"]) == ("daily_digest", "at_once")


@pytest.mark.parametrize("choices", [{"my_requests": "off"}, {"to_decide": "off"}, {"account": "daily_digest"}])
def test_what_a_person_must_learn_cannot_be_stopped(peopled: Any, choices: dict[str, str]) -> None:
    answer = choose(peopled, ANNIE, my_team="off", **choices)
    assert (answer.status_code, answer.json["code"]) == (422, "delivery-not-allowed")
    assert peopled.rows("SELECT * FROM preferences") == []


@pytest.mark.parametrize("choices", [{"weather": "off"}, {"my_team": "sometimes"}, {"my_team": None}])
def test_what_is_no_topic_or_no_delivery_is_refused(peopled: Any, choices: dict[str, str]) -> None:
    answer = choose(peopled, ANNIE, **choices)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")


def test_a_topic_for_the_digest_waits_and_goes_in_one_e_mail_in_the_morning(peopled: Any) -> None:
    choose(peopled, ANNIE, to_decide="daily_digest")
    peopled.move("requested", previous_status=None)
    assert statuses(peopled)["new_request"] == "held"
    peopled.work()
    assert peopled.mailbox.recipients == ["alain.proviste@example.org"]
    digest(TOMORROW)
    digest(TOMORROW)
    peopled.work()
    assert peopled.mailbox.recipients[1:] == ["annie.versaire@example.org"]
    assert statuses(peopled)["new_request"] == "digested"
    assert "Demande d’inscription à valider" in peopled.mailbox.messages[-1].get_body(("plain",)).get_content()


def test_what_comes_after_seven_waits_for_the_next_morning(peopled: Any) -> None:
    choose(peopled, ANNIE, to_decide="daily_digest")
    peopled.move("requested", previous_status=None)
    with transaction() as session:
        written_at = session.connection().exec_driver_sql("SELECT min(created_at) FROM messages").scalar()
    assert written_at is not None
    digest(last_morning(written_at) + timedelta(minutes=1))
    assert statuses(peopled)["new_request"] == "held"


@pytest.mark.parametrize(
    ("now", "morning"),
    [
        (datetime(2026, 1, 5, 6, 0, tzinfo=UTC), datetime(2026, 1, 5, 6, 0, tzinfo=UTC)),
        (datetime(2026, 1, 5, 5, 59, tzinfo=UTC), datetime(2026, 1, 4, 6, 0, tzinfo=UTC)),
        (datetime(2026, 7, 5, 5, 0, tzinfo=UTC), datetime(2026, 7, 5, 5, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 5, 0, tzinfo=UTC), datetime(2026, 3, 29, 5, 0, tzinfo=UTC)),
        (datetime(2026, 3, 29, 4, 59, tzinfo=UTC), datetime(2026, 3, 28, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_morning_is_seven_o_clock_in_paris_in_summer_and_in_winter(now: datetime, morning: datetime) -> None:
    assert last_morning(now) == morning


def test_a_topic_switched_off_stays_among_the_messages_of_the_site(peopled: Any) -> None:
    choose(peopled, ANNIE, my_team="off")
    peopled.move("attended", previous_status="enrolled", attendance={"net_minutes": 840, "planned_minutes": 840})
    assert statuses(peopled)["presence_recorded"] == "muted"
    assert peopled.work() == 0
    items = peopled.client.get(f"{PATH}/messages", headers=bearer(ANNIE)).json["items"]
    assert [item["kind"] for item in items] == ["presence_recorded"]


def _stop_link(house: Any) -> str:
    house.move("attended", previous_status="enrolled", attendance={"net_minutes": 840, "planned_minutes": 840})
    house.work()
    (sent,) = house.mailbox.messages
    assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<http://127\.0\.0\.1:8080/e-mails/arret/([\w.-]+)>", sent["List-Unsubscribe"])
    assert found is not None
    return found[1]


def test_the_link_of_an_e_mail_stops_its_topic_without_signing_in(peopled: Any) -> None:
    token = _stop_link(peopled)
    looked = peopled.client.post(f"{PATH}/stop-links", json={"token": token})
    assert looked.json == {"topic": "my_team"}
    assert peopled.rows("SELECT * FROM preferences") == []
    for _ in range(2):
        assert peopled.client.post(f"{PATH}/stop-links/uses", json={"token": token}).json == {"topic": "my_team"}
    (row,) = peopled.rows("SELECT account_id, topic, delivery FROM preferences")
    assert (str(row["account_id"]), row["topic"], row["delivery"]) == (ANNIE, "my_team", "off")


@pytest.mark.parametrize("door", ["stop-links", "stop-links/uses"])
def test_a_forged_link_stops_nothing(peopled: Any, door: str) -> None:
    unsubscribing.bind("another secret, thirty-two characters long")
    forged = unsubscribing.token_for(ANNIE, "my_team")  # type: ignore[arg-type]  # its text is all that counts
    unsubscribing.bind("the secret of this process, long enough too")
    for token in (forged, forged[:-1], "a.b", "x" * 500):
        answer = peopled.client.post(f"{PATH}/{door}", json={"token": token})
        assert (answer.status_code, answer.json["code"]) == (404, "link-forged")
    assert peopled.rows("SELECT * FROM preferences") == []


def test_what_may_not_be_stopped_carries_no_link_to_stop_it(peopled: Any) -> None:
    peopled.move("requested", previous_status=None)
    peopled.work()
    assert {message["List-Unsubscribe"] for message in peopled.mailbox.messages} == {None}
