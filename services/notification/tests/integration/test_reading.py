"""The trace of what was sent, and how a person is forgotten."""

import json
from typing import Any

import pytest

from tests.support.tokens import bearer

ALAIN = "01930000-0000-7000-8000-000000000001"
ANNIE = "01930000-0000-7000-8000-000000000002"
PATH = "/api/notification/v1/messages"


@pytest.fixture
def asked(house: Any) -> Any:
    house.tell_neighbours()
    house.move("requested", previous_status=None)
    return house


def test_everybody_reads_the_trace_of_their_own_messages(asked: Any) -> None:
    asked.work()
    (item,) = asked.client.get(PATH, headers=bearer(ALAIN)).json["items"]
    assert (item["kind"], item["status"]) == ("request_received", "sent")
    assert item["subject"].startswith("Votre demande d’inscription")
    assert item["sent_at"] is not None
    assert not [name for name in item if "body" in name]


def test_staff_read_anybodys_and_nobody_else_does(asked: Any) -> None:
    query = f"{PATH}?account_id={ANNIE}"
    as_staff = asked.client.get(query, headers=bearer(ALAIN, role="staff"))
    as_other = asked.client.get(query, headers=bearer(ALAIN, role="beneficiary", roles=[("staff", None)]))
    assert [item["kind"] for item in as_staff.json["items"]] == ["new_request"]
    assert (as_other.status_code, as_other.json["code"]) == (403, "forbidden")
    assert asked.client.get(query, headers=bearer(ANNIE)).status_code == 200


def test_without_a_token_there_is_nothing_to_read(asked: Any) -> None:
    assert asked.client.get(PATH).status_code == 401


def test_the_list_is_paged_newest_first(asked: Any) -> None:
    asked.move("declined", previous_status="pre_enrolled")
    first = asked.client.get(f"{PATH}?limit=1", headers=bearer(ALAIN))
    second = asked.client.get(f"{PATH}?limit=1&cursor={first.json['next_cursor']}", headers=bearer(ALAIN))
    kinds = [page.json["items"][0]["kind"] for page in (first, second)]
    assert kinds == ["declined", "request_received"]
    assert second.json["next_cursor"] is None
    assert 'rel="next"' in first.headers["Link"]


@pytest.mark.parametrize("query", ["limit=0", "cursor=x", "cursor=WyJhIl0", "cursor=W10", "account_id=1", "limit=a"])
def test_a_malformed_query_is_refused(asked: Any, query: str) -> None:
    answer = asked.client.get(f"{PATH}?{query}", headers=bearer(ALAIN))
    assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")


def test_a_forgotten_person_leaves_only_the_fact_of_sending(asked: Any) -> None:
    asked.work()
    asked.tell("account.anonymised.v1", account_id=ALAIN)
    everything = json.dumps(asked.rows("SELECT * FROM messages") + asked.rows("SELECT * FROM contacts"), default=str)
    assert "Proviste" not in everything
    assert "alain" not in everything.lower()
    assert [row["status"] for row in asked.rows("SELECT status FROM messages")] == ["sent", "sent"]
    (item,) = asked.client.get(PATH, headers=bearer(ALAIN)).json["items"]
    assert (item["subject"], item["status"]) == (None, "sent")


def test_what_still_waits_for_a_forgotten_person_is_not_sent(asked: Any) -> None:
    asked.tell("account.anonymised.v1", account_id=ALAIN)
    asked.work()
    assert asked.mailbox.messages == []
    assert {row["status"] for row in asked.rows("SELECT status FROM messages")} == {"dropped"}


def test_a_late_profile_does_not_bring_a_forgotten_person_back(asked: Any) -> None:
    asked.tell("account.anonymised.v1", account_id=ALAIN)
    asked.tell("account.profile_changed.v1", envelope={"subjectversion": 99}, account_id=ALAIN)
    asked.move("declined", previous_status="pre_enrolled")
    (contact,) = asked.rows("SELECT * FROM contacts WHERE is_erased")
    assert (str(contact["account_id"]), contact["email"]) == (ALAIN, None)
    assert ("declined", ALAIN) not in asked.written()
