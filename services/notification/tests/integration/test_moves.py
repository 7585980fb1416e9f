"""A session that moves or is given to another provider: what diaries are told, and who is told."""

from datetime import datetime
from typing import Any

import pytest
from icalendar import Calendar

from services.notification.tests.conftest import ALAIN, EMPLOYER, GUY, ID, House
from tests.contracts.schemas import example_of

BY_ALAIN = {"account_id": ALAIN, "role": "beneficiary"}
BY_ANNIE = {"account_id": ID("002"), "role": "hr_validator"}
BY_GUY = {"account_id": GUY, "role": "training_provider"}
INES, LITTORAL = ID("007"), ID("105")


@pytest.fixture
def neighbours(house: House) -> House:
    house.tell_neighbours()
    return house


def slot(day: str) -> dict[str, Any]:
    known = example_of("training_session.moved.v1")["data"]["slots"][0]
    return {**known, "date": day, "starts_at": f"{day}T08:00:00Z", "ends_at": f"{day}T16:00:00Z"}


DAYS = ["2027-01-18", "2027-01-19", "2027-01-20", "2027-01-21"]


def move_to(house: House, *days: str, version: int) -> None:
    last_day = days[-1] if days else DAYS[-1]
    house.tell(
        "training_session.moved.v1", envelope={"subjectversion": version}, slots=[slot(day) for day in days],
        first_day=DAYS[0], last_day=last_day,
    )  # fmt: skip


def diary(house: House) -> dict[str, datetime]:
    """What the diary of somebody holds who opens every file of every e-mail, in any order: day by UID."""
    held: dict[str, datetime] = {}
    newest: dict[str, int] = {}
    for message in house.mailbox.messages:
        for attached in message.iter_attachments():
            calendar = Calendar.from_ical(attached.get_payload(decode=True))
            method = str(calendar["METHOD"])
            assert attached.get_content_type() == "text/calendar"
            assert attached.get_param("method") == method
            for event in calendar.walk("VEVENT"):
                uid = str(event["UID"])
                if int(event["SEQUENCE"]) < newest.get(uid, 0):
                    continue
                assert str(event["STATUS"]) == ("CANCELLED" if method == "CANCEL" else "CONFIRMED")
                newest[uid] = int(event["SEQUENCE"])
                held.pop(uid, None)
                if method != "CANCEL":
                    held[uid] = event["DTSTART"].dt
    return held


def days_in(house: House) -> list[str]:
    house.work()
    return sorted(str(begins)[:10] for begins in diary(house).values())


def test_slots_that_went_go_from_the_diary_too(neighbours: House) -> None:
    move_to(neighbours, *DAYS, version=8)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    assert days_in(neighbours) == DAYS
    move_to(neighbours, DAYS[1], DAYS[3], version=9)
    assert days_in(neighbours) == [DAYS[1], DAYS[3]]
    (*_, moved) = [one for one in neighbours.mailbox.messages if len(list(one.iter_attachments())) > 1]
    names = [attached.get_filename() for attached in moved.iter_attachments()]
    assert names == ["parcourspro.ics", "parcourspro-2.ics"]


def test_a_capacity_told_after_the_move_does_not_hide_what_went(neighbours: House) -> None:
    move_to(neighbours, *DAYS, version=8)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    neighbours.work()
    move_to(neighbours, *DAYS[:2], version=9)
    last = {"slots": [slot(day) for day in DAYS[:2]], "first_day": DAYS[0], "last_day": DAYS[1]}
    neighbours.tell("training_session.capacity_changed.v1", envelope={"subjectversion": 10}, **last)
    assert days_in(neighbours) == DAYS[:2]


def test_a_session_that_gains_or_keeps_slots_cancels_none(neighbours: House) -> None:
    move_to(neighbours, *DAYS[:2], version=8)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    move_to(neighbours, *DAYS[1:], version=9)
    assert days_in(neighbours) == DAYS[1:]
    assert all(len(list(message.iter_attachments())) <= 1 for message in neighbours.mailbox.messages)


def test_a_session_that_lost_slots_and_is_left_leaves_nothing_in_the_diary(neighbours: House) -> None:
    move_to(neighbours, *DAYS, version=8)
    neighbours.move("enrolled", previous_status="pre_enrolled", actor=BY_GUY)
    move_to(neighbours, DAYS[0], version=9)
    neighbours.move("cancelled", previous_status="enrolled", actor=BY_ALAIN, reason="Un rendez-vous")
    assert days_in(neighbours) == []


def test_requests_of_an_action_go_to_the_provider_that_has_taken_it_over(neighbours: House) -> None:
    neighbours.person(INES, "Inès", "Perret", email="ines.perret@example.org")
    neighbours.role(INES, "training_provider", LITTORAL)
    neighbours.tell(
        "training_action.provider_replaced.v1", envelope={"subjectversion": 40}, provider_organisation_id=LITTORAL,
        trainer_account_ids=[INES],
    )  # fmt: skip
    neighbours.move("pre_enrolled", previous_status="requested", actor=BY_ANNIE, organisation_id=EMPLOYER)
    neighbours.move("cancelled", previous_status="pre_enrolled", actor=BY_ALAIN, reason="Un rendez-vous")
    move_to(neighbours, *DAYS, version=9)
    told = {kind: account for kind, account in neighbours.written() if account in (GUY, INES)}
    assert told == {
        "request_to_consider": INES,
        "cancelled_to_provider": INES,
        "session_moved_to_provider": INES,
    }
