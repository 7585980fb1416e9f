"""The bell of everybody, the console of staff, and what mail servers report afterwards."""

import re
from pathlib import Path
from typing import Any

import pytest

from notification.commands.reports import run
from services.notification.tests.unit.test_bounces import COMPLAINT, STATUS
from tests.support.tokens import bearer

ALAIN = "01930000-0000-7000-8000-000000000001"
ANNIE = "01930000-0000-7000-8000-000000000002"
SARAH = "01930000-0000-7000-8000-000000000005"
EMPLOYER = "01930000-0000-7000-8000-000000000101"
PATH = "/api/notification/v1"
STAFF = bearer(SARAH, role="staff")


@pytest.fixture
def asked(house: Any) -> Any:
    """Alain asked; he and Annie were written to."""
    house.tell_neighbours()
    house.move("requested", previous_status=None)
    house.work()
    return house


def deliveries(house: Any, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = house.client.get(f"{PATH}/deliveries{query}", headers=STAFF).json["items"]
    return items


def unread(house: Any, account_id: str) -> int:
    return int(house.client.get(f"{PATH}/messages/unread", headers=bearer(account_id)).json["count"])


def test_a_message_is_unread_until_its_reader_opens_it(asked: Any) -> None:
    (item,) = asked.client.get(f"{PATH}/messages?unread=true", headers=bearer(ANNIE)).json["items"]
    assert item["link"].startswith("/valideur/demandes/")
    assert unread(asked, ANNIE) == 1
    asked.client.post(f"{PATH}/messages/{item['message_id']}/reading", headers=bearer(ANNIE))
    assert unread(asked, ANNIE) == 0
    assert asked.client.get(f"{PATH}/messages?unread=true", headers=bearer(ANNIE)).json["items"] == []


def test_nobody_reads_in_the_place_of_another(asked: Any) -> None:
    (item,) = asked.client.get(f"{PATH}/messages", headers=bearer(ANNIE)).json["items"]
    answer = asked.client.post(f"{PATH}/messages/{item['message_id']}/reading", headers=bearer(ALAIN))
    assert answer.status_code == 404
    assert unread(asked, ANNIE) == 1


def test_all_can_be_read_at_once_and_only_ones_own(asked: Any) -> None:
    asked.move("declined", previous_status="pre_enrolled")
    assert asked.client.post(f"{PATH}/messages/reading", headers=bearer(ALAIN)).json == {"count": 2}
    assert (unread(asked, ALAIN), unread(asked, ANNIE)) == (0, 1)


@pytest.mark.parametrize("text", ["annie", "VERSAIRE", "annie.versaire@", "Demande d’inscription à valider"])
def test_staff_find_messages_by_name_address_and_subject(asked: Any, text: str) -> None:
    assert [item["kind"] for item in deliveries(asked, f"?text={text}")] == ["new_request"]


@pytest.mark.parametrize("text", ["%", "_", "\\", "nobody"])
def test_a_sign_of_patterns_is_a_sign_like_others(asked: Any, text: str) -> None:
    assert asked.client.get(f"{PATH}/deliveries", query_string={"text": text}, headers=STAFF).json["items"] == []


def test_staff_filter_page_and_see_counts(asked: Any) -> None:
    assert deliveries(asked, "?status=bounced") == []
    first = asked.client.get(f"{PATH}/deliveries?limit=1", headers=STAFF).json
    rest = asked.client.get(f"{PATH}/deliveries?limit=1&cursor={first['next_cursor']}", headers=STAFF).json
    assert {first["items"][0]["kind"], rest["items"][0]["kind"]} == {"request_received", "new_request"}
    assert rest["next_cursor"] is None


def test_staff_read_a_message_as_it_was_written(asked: Any) -> None:
    (item,) = deliveries(asked, "?kind=new_request")
    whole = asked.client.get(f"{PATH}/deliveries/{item['message_id']}", headers=STAFF).json
    assert "Alain Proviste" in whole["text_body"]
    assert whole["html_body"].startswith("<!doctype html>")
    for body in (whole["text_body"], whole["html_body"]):
        assert re.findall(r"/demandes/decision/[^\s\"]+", body) == ["/demandes/decision/…"]


@pytest.mark.parametrize("door", ["deliveries", "deliveries/01930000-0000-7000-8000-000000000999"])
def test_the_console_is_for_staff(asked: Any, door: str) -> None:
    answer = asked.client.get(f"{PATH}/{door}", headers=bearer(ANNIE, role="hr_validator", organisation_id=EMPLOYER))
    assert answer.status_code == 403


def _resend(house: Any, message_id: str) -> Any:
    return house.client.post(f"{PATH}/deliveries/{message_id}/resending", headers=STAFF)


def test_a_message_goes_once_more_under_an_id_of_its_own(asked: Any) -> None:
    (item,) = deliveries(asked, "?kind=new_request")
    assert _resend(asked, item["message_id"]).status_code == 201
    asked.work()
    first, again = (message for message in asked.mailbox.messages if message["To"] == "annie.versaire@example.org")
    assert first["Message-ID"] != again["Message-ID"]
    assert first["Subject"] == again["Subject"]
    assert unread(asked, ANNIE) == 1


def test_two_clicks_send_once_more_once(asked: Any) -> None:
    (item,) = deliveries(asked, "?kind=new_request")
    assert _resend(asked, item["message_id"]).status_code == 201
    second = _resend(asked, item["message_id"])
    assert (second.status_code, second.json["code"]) == (409, "nothing-to-resend")


def test_an_erased_message_cannot_go_once_more(asked: Any) -> None:
    (item,) = deliveries(asked, "?kind=request_received")
    asked.tell("account.anonymised.v1", account_id=ALAIN)
    assert _resend(asked, item["message_id"]).status_code == 409
    assert _resend(asked, "01930000-0000-7000-8000-000000000999").status_code == 404


def _report(house: Any, folder: Path, template: str, *, kind: str, status: str = "5.1.1") -> int:
    identifiers = {row["kind"]: row["identifier"] for row in house.rows("SELECT kind, identifier FROM messages")}
    path = folder / "report.eml"
    path.write_text(template.format(status=status, identifier=identifiers[kind]))
    return run([str(path)])


def _status(house: Any, kind: str) -> str:
    statuses = {row["kind"]: row["status"] for row in house.rows("SELECT kind, status FROM messages")}
    return str(statuses[kind])


def test_a_bounce_that_comes_later_is_kept_and_told_to_the_referents_once(asked: Any, tmp_path: Path) -> None:
    asked.role(ALAIN, "beneficiary", EMPLOYER)
    asked.role(ANNIE, "referent", EMPLOYER)
    for _ in range(2):
        assert _report(asked, tmp_path, STATUS, kind="request_received") == 0
    assert _status(asked, "request_received") == "bounced"
    (flag,) = asked.rows("SELECT account_id FROM messages WHERE kind = 'address_failing'")
    assert str(flag["account_id"]) == ANNIE


def test_a_refusal_while_sending_is_told_to_the_referents_too(house: Any) -> None:
    house.tell_neighbours()
    house.role(ALAIN, "beneficiary", EMPLOYER)
    house.role(ANNIE, "referent", EMPLOYER)
    house.move("declined", previous_status="pre_enrolled")
    house.mailbox.at_recipient = ["550 5.1.1 No such mailbox"]
    house.work()
    assert [row["kind"] for row in house.rows("SELECT kind FROM messages ORDER BY message_id")] == [
        "declined",
        "address_failing",
    ]


def test_a_refusal_of_the_text_says_nothing_of_the_address(house: Any) -> None:
    house.tell_neighbours()
    house.role(ALAIN, "beneficiary", EMPLOYER)
    house.move("declined", previous_status="pre_enrolled")
    house.mailbox.at_text = ["554 5.7.1 Message rejected"]
    house.work()
    assert house.rows("SELECT * FROM failing_addresses") == []


def test_a_delay_changes_nothing(asked: Any, tmp_path: Path) -> None:
    assert _report(asked, tmp_path, STATUS, kind="request_received", status="4.4.7") == 0
    assert _status(asked, "request_received") == "sent"


def test_a_complaint_is_kept_and_stops_what_may_be_stopped(asked: Any, tmp_path: Path) -> None:
    asked.move("attended", previous_status="enrolled", attendance={"net_minutes": 840, "planned_minutes": 840})
    asked.work()
    assert _report(asked, tmp_path, COMPLAINT, kind="presence_recorded") == 0
    assert _report(asked, tmp_path, COMPLAINT, kind="new_request") == 0
    assert (_status(asked, "presence_recorded"), _status(asked, "new_request")) == ("complained", "complained")
    (kept,) = asked.rows("SELECT topic, delivery FROM preferences")
    assert (kept["topic"], kept["delivery"]) == ("my_team", "off")


def test_a_file_that_is_no_report_is_said_and_the_others_are_read(
    asked: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other.eml").write_text("From: a@example.org\n\nBonjour")
    assert run([str(tmp_path / "other.eml"), str(tmp_path / "absent.eml")]) == 1
    said = capsys.readouterr().out
    assert said.count("not read") == 2
    assert run([]) == 2
