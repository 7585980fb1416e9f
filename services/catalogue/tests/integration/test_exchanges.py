"""The catalogue in the formats of others."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4
from xml.etree import ElementTree

from flask.testing import FlaskClient
from icalendar import Calendar

from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import Access, DeliveryMode
from catalogue.domain.training_sessions import TrainingSession
from catalogue.usecases.cancel_training_session import cancel_training_session
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, an_offer, tell_seats
from services.catalogue.tests.samples import NOW, STAFF, slot, two_days

SOON = clock.now().date() + timedelta(days=30)


def calendar_of(client: FlaskClient, kept: TrainingSession) -> Calendar:
    answer = client.get(f"/api/catalogue/v1/training-sessions/{kept.training_session_id}/calendar.ics")
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return Calendar.from_ical(answer.data)


def test_a_calendar_has_one_event_a_slot_with_its_place_and_paris_hours(client: FlaskClient) -> None:
    action = a_published_action()
    kept = a_session(action, two_days(SOON))
    first, second = calendar_of(client, kept).walk("VEVENT")
    assert first["summary"] == "Accompagner le financement des parcours individuels"
    assert first["location"] == "Espace Encan, Quai Louis Prunier, 17000 La Rochelle"
    assert first["dtstart"].params["TZID"] == "Europe/Paris"
    assert (first["dtstart"].dt.hour, first["dtend"].dt.hour) == (9, 17)
    assert second["dtstart"].dt.date() == SOON + timedelta(days=1)
    assert first["url"] == f"http://127.0.0.1:8080/actions/{action.training_action_id}"


def test_a_calendar_brings_the_rules_of_the_clock(client: FlaskClient) -> None:
    summer = date(SOON.year + 1, 7, 1)
    kept = a_session(a_published_action(), two_days(summer))
    calendar = calendar_of(client, kept)
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Paris"
    first = calendar.walk("VEVENT")[0]["dtstart"].dt
    assert (first.hour, first.utcoffset()) == (9, timedelta(hours=2))


def test_a_calendar_learns_that_a_session_is_called_off(client: FlaskClient) -> None:
    kept = a_session(a_published_action(), two_days(SOON))
    before = calendar_of(client, kept).walk("VEVENT")[0]
    with transaction() as session:
        cancel_training_session(session, kept.training_session_id, editor=STAFF, reason="Fermeture", now=NOW)
    after = calendar_of(client, kept).walk("VEVENT")[0]
    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert (before["uid"], before["sequence"], after["sequence"]) == (after["uid"], 0, 1)


def test_a_self_paced_range_is_days_that_take_nobodys_time(client: FlaskClient) -> None:
    action = a_published_action(
        type_code="freemium_self_paced", access=Access.OPEN, duration_days=Decimal("0.2"),
        delivery_mode=DeliveryMode.REMOTE,
    )  # fmt: skip
    kept = a_session(action, SessionPlan(capacity=None, first_day=SOON, last_day=SOON + timedelta(days=60)))
    (event,) = calendar_of(client, kept).walk("VEVENT")
    assert (event["dtstart"].dt, event["dtend"].dt) == (SOON, SOON + timedelta(days=61))
    assert event["transp"] == "TRANSPARENT"


def test_a_calendar_is_cacheable_and_unchanged_while_the_session_is(client: FlaskClient) -> None:
    kept = a_session(a_published_action(), two_days(SOON))
    place = f"/api/catalogue/v1/training-sessions/{kept.training_session_id}/calendar.ics"
    tag = client.get(place).headers["ETag"]
    assert client.get(place, headers={"If-None-Match": tag}).status_code == 304


def test_sessions_of_drafts_have_no_calendar(client: FlaskClient) -> None:
    kept = a_session(a_draft(), two_days(SOON))
    for unknown in (kept.training_session_id, uuid4()):
        place = f"/api/catalogue/v1/training-sessions/{unknown}/calendar.ics"
        assert client.get(place).status_code == 404


def test_linked_data_tells_a_course_with_its_instances(client: FlaskClient) -> None:
    action = a_published_action()
    kept = a_session(action, two_days(SOON, slots=(slot(SOON, "09:00", "12:00"), slot(SOON, "13:00", "17:00")),
                                      duration_confirmed=True))  # fmt: skip
    tell_seats(kept.training_session_id, taken=1, version=1)
    answer = client.get(f"/api/catalogue/v1/training-actions/{action.training_action_id}/linked-data")
    assert answer.mimetype == "application/ld+json"
    course = answer.get_json(force=True)
    assert (course["@type"], course["provider"]["name"]) == ("Course", "Atelier des compétences")
    (instance,) = course["hasCourseInstance"]
    assert (instance["courseMode"], instance["courseWorkload"]) == ("Onsite", "PT420M")
    assert (instance["maximumAttendeeCapacity"], instance["remainingAttendeeCapacity"]) == (4, 3)
    assert [place["address"]["addressLocality"] for place in instance["location"]] == ["La Rochelle"]
    assert instance["eventStatus"] == "https://schema.org/EventScheduled"


def test_linked_data_of_a_self_paced_action_tells_its_range(client: FlaskClient) -> None:
    action = a_published_action(
        type_code="freemium_self_paced", access=Access.OPEN, duration_days=Decimal("0.2"),
        delivery_mode=DeliveryMode.REMOTE,
    )  # fmt: skip
    a_session(action, SessionPlan(capacity=None, first_day=SOON, last_day=SOON + timedelta(days=60)))
    place = f"/api/catalogue/v1/training-actions/{action.training_action_id}/linked-data"
    (instance,) = client.get(place).get_json(force=True)["hasCourseInstance"]
    assert (instance["startDate"], instance["courseWorkload"]) == (SOON.isoformat(), "PT84M")
    assert instance["location"]["@type"] == "VirtualLocation"
    assert "maximumAttendeeCapacity" not in instance


def test_linked_data_of_unknown_actions_is_not_found(client: FlaskClient) -> None:
    assert client.get(f"/api/catalogue/v1/training-actions/{uuid4()}/linked-data").status_code == 404


def test_the_sitemap_lists_what_is_listed_and_nothing_else(client: FlaskClient) -> None:
    listed, draft = an_offer(date(2026, 12, 21)), a_draft()
    answer = client.get("/api/catalogue/v1/sitemap.xml")
    addresses = [entry.text for entry in ElementTree.fromstring(answer.text).iter() if entry.tag.endswith("loc")]
    assert f"http://127.0.0.1:8080/actions/{listed.training_action_id}" in addresses
    assert str(draft.training_action_id) not in answer.text
    assert len(addresses) == 5
    assert answer.headers["ETag"]
