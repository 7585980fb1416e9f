"""Presence per slot and half-day, from the sheet to the state, with corrections."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.database import transaction
from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.attendance import RecordedHalfDay, planned_half_days
from enrolment.domain.errors import PresenceTooEarly, PresenceUnknown, ReasonRequired
from enrolment.store import targets
from enrolment.usecases.read_training_sessions import read_roster
from enrolment.usecases.record_attendance import Presence, record_attendance
from services.enrolment.tests.integration.arranging import (
    FREEMIUM,
    Person,
    a_person,
    a_session,
    approved,
    counts,
    enrolled,
    found,
    requested,
    rights_of,
    said,
    status,
)
from services.enrolment.tests.samples import (
    ALAIN,
    ANNIE,
    AS_CAMILLE,
    AS_GUY,
    FIRST_DAY,
    LITTORAL,
    NOW,
    OURS,
    SESSION,
    as_,
    days,
    paris,
)

ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
AFTER = paris(FIRST_DAY + days(1), 18)


def sheet(enrolment_id: UUID, *shares: float, training_session_id: UUID = SESSION) -> list[Presence]:
    with transaction() as session:
        planned = planned_half_days(targets.get(session, training_session_id))
    half_days = tuple(
        RecordedHalfDay(slot_id=part.slot_id, half_day=part.half_day, net_minutes=int(part.planned_minutes * share))
        for part, share in zip(planned, shares, strict=False)
    )
    return [Presence(enrolment_id=enrolment_id, half_days=half_days)]


def recorded(lines: list[Presence], *, now: datetime = AFTER, **changes: Any) -> int:
    by = changes.pop("by", AS_GUY)
    with transaction() as session:
        return len(record_attendance(session, SESSION, sheet=lines, by=by, now=now, **changes))


def test_a_whole_presence_is_told_with_its_real_hours() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    assert recorded(sheet(enrolment_id, 1, 1, 1, 1)) == 1
    (event,) = said("enrolment.attended.v1")
    attendance = event.data["attendance"]
    assert (attendance["net_minutes"], attendance["planned_minutes"], len(attendance["half_days"])) == (840, 840, 4)
    assert event.data["actor"]["role"] == "training_provider"
    assert (status(enrolment_id), counts()) == ("attended", (1, 0))


@pytest.mark.parametrize(
    ("shares", "expected"), [((1, 1, 0, 0), "partially_attended"), ((0, 0, 0, 0), "absent"), ((1, 1, 1, 1), "attended")]
)
def test_the_minutes_make_the_state_and_the_seat_stays_taken(shares: tuple[float, ...], expected: str) -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    recorded(sheet(enrolment_id, *shares))
    assert (status(enrolment_id), counts(), rights_of(ALAIN_OF_OURS)) == (expected, (1, 0), (1, 1))


def test_half_days_can_be_recorded_one_after_the_other() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    first, *rest = sheet(enrolment_id, 1, 1, 1, 1)[0].half_days
    assert recorded([Presence(enrolment_id=enrolment_id, half_days=(first,))], now=paris(FIRST_DAY, 9, 5)) == 0
    assert status(enrolment_id) == "enrolled"
    with transaction() as session:
        (participant,) = read_roster(session, SESSION, by=AS_GUY)["participants"]
    assert (participant["attendance"], len(participant["recorded_half_days"])) == (None, 1)
    assert recorded([Presence(enrolment_id=enrolment_id, half_days=tuple(rest))]) == 1
    assert status(enrolment_id) == "attended"


def test_the_same_sheet_again_changes_nothing() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    lines = sheet(enrolment_id, 1, 1, 1, 0)
    recorded(lines)
    version = found(enrolment_id).version
    assert recorded(lines, now=AFTER + timedelta(hours=1)) == 0
    assert found(enrolment_id).version == version


def test_a_correction_needs_a_reason_and_is_told_as_the_new_state() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    recorded(sheet(enrolment_id, 0, 0, 0, 0))
    with pytest.raises(ReasonRequired):
        recorded(sheet(enrolment_id, 1, 1, 1, 1))
    assert status(enrolment_id) == "absent"
    recorded(sheet(enrolment_id, 1, 1, 1, 1), reason="Feuille signée retrouvée.")
    assert status(enrolment_id) == "attended"
    (event,) = said("enrolment.attended.v1")
    assert (event.data["previous_status"], event.data["reason"]) == ("absent", "Feuille signée retrouvée.")
    with transaction() as session:
        kept = session.execute(text("SELECT attendance->>'net_minutes' FROM moves ORDER BY number DESC LIMIT 2"))
        assert [row[0] for row in kept] == ["840", "0"]


def test_a_correction_within_one_state_is_a_move_too() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    recorded(sheet(enrolment_id, 1, 0, 0, 0))
    recorded(sheet(enrolment_id, 1, 1, 0, 0), reason="Erreur de saisie.")
    assert (status(enrolment_id), found(enrolment_id).net_minutes) == ("partially_attended", 420)


def test_a_sheet_with_somebody_who_is_not_on_the_roster_keeps_nothing() -> None:
    enrolment_id, stranger = enrolled(ALAIN_OF_OURS, by=AS_GUY), approved(a_person())
    for other in (stranger, new_id()):
        with pytest.raises(PresenceUnknown):
            recorded([*sheet(enrolment_id, 1, 1, 1, 1), *sheet(other, 1, 1, 1, 1)])
    assert status(enrolment_id) == "enrolled"
    assert said("enrolment.attended.v1") == []


def test_presence_waits_for_the_half_day_to_begin() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    with pytest.raises(PresenceTooEarly):
        recorded(sheet(enrolment_id, 1, 1, 1, 1), now=paris(FIRST_DAY, 18))
    assert status(enrolment_id) == "enrolled"


def test_staff_may_record_and_other_providers_may_not() -> None:
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    lines = sheet(enrolment_id, 1, 1, 1, 1)
    with pytest.raises(NotFound):
        recorded(lines, by=as_(Role.TRAINING_PROVIDER, new_id(), LITTORAL))
    assert recorded(lines, by=AS_CAMILLE) == 1


def test_a_self_paced_session_is_closed_by_completion() -> None:
    began = NOW.date() - days(5)
    self_paced = a_session(action=FREEMIUM, capacity=None, waiting_list_capacity=0, slots=[], first_day=began)
    done, missed = (requested(a_person(), self_paced, now=NOW - days(6)) for _ in range(2))
    lines = [Presence(enrolment_id=done, is_completed=True), Presence(enrolment_id=missed, is_completed=False)]
    with pytest.raises(PresenceUnknown), transaction() as session:
        record_attendance(session, self_paced, sheet=[Presence(enrolment_id=done)], by=AS_GUY, now=NOW)
    with transaction() as session:
        record_attendance(session, self_paced, sheet=lines, by=AS_GUY, now=NOW)
    assert (status(done), status(missed)) == ("attended", "absent")


def test_an_absence_gives_the_right_back_where_the_policy_says_so() -> None:
    with transaction() as session:
        session.execute(text("UPDATE policies SET absence_uses_right = false"))
    enrolment_id = enrolled(ALAIN_OF_OURS, by=AS_GUY)
    recorded(sheet(enrolment_id, 0, 0, 0, 0))
    assert rights_of(ALAIN_OF_OURS) == (0, 0)
    recorded(sheet(enrolment_id, 1, 1, 1, 1), reason="Présent finalement.")
    assert rights_of(ALAIN_OF_OURS) == (1, 1)
