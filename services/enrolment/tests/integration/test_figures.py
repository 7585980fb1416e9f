"""Figures for staff, and requests rebuilt at past moments."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from chassis import clock
from chassis.database import transaction
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.rebuilding import rebuild
from enrolment.store import enrolments
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    approved,
    organisation_event,
    requested,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers
from services.enrolment.tests.samples import ALAIN, ANNIE, NOW, OURS, days

API = "/api/enrolment/v1"


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    """The doors read the clock: move it to the day of the samples."""
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


def test_demand_is_counted_by_organisation_territory_and_type(client: FlaskClient, as_camille: Headers) -> None:
    away = a_person()
    address = {"street": "1 rue du Lagon", "postcode": "97400", "city": "Saint-Denis"}
    tell(organisation_event(away.organisation_id, "Les Îles", address=address))
    slow = requested(Person(ALAIN, OURS, ANNIE), now=NOW - days(6))
    with transaction() as session:
        approve_as_hr_validator(session, slow, by=Person(ALAIN, OURS, ANNIE).hr, now=NOW - days(2))
    full = a_session(capacity=0)
    approved(away, full)
    found = client.get(f"{API}/figures?year=2026", headers=as_camille).json
    assert (found["total"]["requested"], found["total"]["served"], found["total"]["waiting"]) == (2, 1, 1)
    by_name = {row["label"]: row for row in found["by_organisation"]}
    assert (by_name["Ma structure"]["hr_median_days"], by_name["Les Îles"]["waiting"]) == (4.0, 1)
    assert {row["label"]: row["requested"] for row in found["by_territory"]} == {"17": 1, "974": 1}
    assert [(row["label"], row["requested"]) for row in found["by_type"]] == [("Formation", 2)]


def test_a_year_without_requests_has_no_total_and_others_read_no_figures(
    client: FlaskClient, as_camille: Headers, as_annie: Headers
) -> None:
    found = client.get(f"{API}/figures?year=2031", headers=as_camille).json
    assert (found["total"], found["by_type"]) == (None, [])
    assert client.get(f"{API}/figures", headers=as_annie).status_code == 403


def test_a_request_is_rebuilt_at_any_past_moment(client: FlaskClient, as_alain: Headers) -> None:
    alain = Person(ALAIN, OURS, ANNIE)
    key = requested(alain, now=NOW - days(5))
    with transaction() as session:
        approve_as_hr_validator(session, key, by=alain.hr, now=NOW - days(4))
    with transaction() as session:
        cancel_enrolment(session, key, by=alain.token, reason="Empêché.", now=NOW - days(1))

    def state(at: datetime) -> Any:
        told = at.isoformat().replace("+00:00", "Z")
        return client.get(f"{API}/enrolments/{key}/history?at={told}", headers=as_alain).json["state"]

    assert state(NOW - days(6)) is None
    assert [state(NOW - days(age))["status"] for age in (4.5, 3, 0.5)] == ["requested", "pre_enrolled", "cancelled"]
    middle = state(NOW - days(3))
    assert (middle["decided_as"], middle["uses_right"], middle["version"]) == ("hr_validator", True, 2)


def test_what_is_rebuilt_for_now_is_the_request_itself() -> None:
    crowded = a_session(capacity=1)
    people = [a_person() for _ in range(3)]
    keys = [approved(person, crowded, now=NOW + timedelta(minutes=n)) for n, person in enumerate(people)]
    with transaction() as session:
        cancel_enrolment(session, keys[0], by=people[0].token, reason="Empêché.", now=NOW + days(1))
    with transaction() as session:
        for enrolment in session.scalars(select(Enrolment)):
            rebuilt = rebuild(enrolments.moves_of(session, enrolment.enrolment_id), at=NOW + days(2))
            assert rebuilt is not None
            for name in ("status", "version", "uses_right", "decided_at", "decided_by", "decided_as", "reason"):
                assert getattr(rebuilt, name) == getattr(enrolment, name), name
