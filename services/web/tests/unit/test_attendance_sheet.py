"""The attendance sheet, read cell by cell."""

from datetime import UTC, datetime
from typing import Any

import pytest

from web.pages.attendance_sheet import field_name, read_sheet, recorded_sheet

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
MORNING = {"slot_id": "s1", "half_day": "morning", "starts_at": "2026-11-23T08:00:00Z", "planned_minutes": 210}
LATER = {"slot_id": "s2", "half_day": "morning", "starts_at": "2026-11-25T08:00:00Z", "planned_minutes": 210}


def participant(**changes: Any) -> dict[str, Any]:
    return {"enrolment_id": "e1", "attendance": None, "recorded_half_days": [], **changes}


def roster(*participants: dict[str, Any], **changes: Any) -> dict[str, Any]:
    found = list(participants) or [participant()]
    return {"half_days": [MORNING, LATER], "participants": found, "is_self_paced": False, **changes}


NAME = field_name("e1", MORNING)


def test_only_half_days_that_have_begun_are_asked_for() -> None:
    sheet = recorded_sheet(roster(), everybody=False, now=NOW)
    assert sheet.half_days == [MORNING]
    assert not sheet.cell("e1", MORNING).is_present


def test_everybody_is_ticked_at_once_but_not_those_who_are_recorded_as_away() -> None:
    away = participant(
        enrolment_id="e2", recorded_half_days=[{"slot_id": "s1", "half_day": "morning", "net_minutes": 0}]
    )
    sheet = recorded_sheet(roster(participant(), away), everybody=True, now=NOW)
    assert sheet.cell("e1", MORNING).is_present
    assert not sheet.cell("e2", MORNING).is_present


def test_a_tick_without_minutes_is_all_of_them() -> None:
    sheet = read_sheet(roster(), {f"present-{NAME}": "1", NAME: ""}, now=NOW)
    assert sheet.records == [
        {"enrolment_id": "e1", "half_days": [{"slot_id": "s1", "half_day": "morning", "net_minutes": 210}]}
    ]


def test_minutes_without_a_tick_are_none() -> None:
    sheet = read_sheet(roster(), {NAME: "200"}, now=NOW)
    assert sheet.records[0]["half_days"][0]["net_minutes"] == 0


@pytest.mark.parametrize("typed", ["0", "211", "-5", "abc", "²", "1e2"])
def test_minutes_that_cannot_be_are_told_at_their_field(typed: str) -> None:
    sheet = read_sheet(roster(), {f"present-{NAME}": "1", NAME: typed}, now=NOW)
    assert sheet.errors == {NAME: "Indiquez un nombre de minutes entre 0 et 210."}
    assert sheet.cell("e1", MORNING).minutes == typed


def test_nobody_gets_in_who_is_not_on_the_roster() -> None:
    sheet = read_sheet(roster(), {f"present-{field_name('stranger', MORNING)}": "1"}, now=NOW)
    assert [record["enrolment_id"] for record in sheet.records] == ["e1"]


def test_correcting_what_was_whole_needs_a_reason() -> None:
    whole = participant(attendance={"net_minutes": 210})
    assert "reason" in read_sheet(roster(whole), {}, now=NOW).errors
    assert read_sheet(roster(whole), {"reason": "Erreur de saisie."}, now=NOW).errors == {}


def test_a_self_paced_action_is_completed_or_not() -> None:
    found = roster(is_self_paced=True, half_days=[])
    assert read_sheet(found, {"present-e1.whole": "1"}, now=NOW).records == [
        {"enrolment_id": "e1", "is_completed": True}
    ]
    assert not recorded_sheet(found, everybody=False, now=NOW).cell("e1").is_present
