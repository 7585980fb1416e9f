"""The public page of an action, and the lists of its classification."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from flask.testing import FlaskClient

from catalogue.domain.training_actions import DeliveryMode
from catalogue.usecases.cancel_training_session import cancel_training_session
from catalogue.usecases.revise_training_action import revise_training_action
from catalogue.usecases.withdraw_training_action import withdraw_training_action
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, tell_seats
from services.catalogue.tests.samples import NOW, STAFF, description, slot, two_days

SOON = clock.now().date() + timedelta(days=30)
MAP = "https://www.openstreetmap.org/?mlat=46.1558&mlon=-1.1499"


def page_of(client: FlaskClient, training_action_id: object) -> dict:
    answer = client.get(f"/api/catalogue/v1/training-actions/{training_action_id}")
    assert answer.status_code == 200, answer.json
    return answer.json


def test_the_page_shows_every_datum_of_the_publication(client: FlaskClient) -> None:
    action = a_published_action()
    page = page_of(client, action.training_action_id)
    told = description()
    for name in ("objectives", "audience", "prerequisites", "content", "methods", "accessibility"):
        assert page[name] == getattr(told, name)
    assert page["rules_of_procedure"] == told.rules_of_procedure
    assert (page["trainers"], page["provider_name"]) == ("Guy Rembourg", "Atelier des compétences")
    assert page["contact"] == "Atelier des compétences · contact@example.org"
    assert (page["duration_days"], page["publication_number"], page["status"]) == ("2.0", 1, "published")


def test_each_slot_shows_its_own_place_and_map_in_order(client: FlaskClient) -> None:
    action = a_published_action()
    slots = (slot(SOON + timedelta(days=1)), slot(SOON, map_url=MAP))
    a_session(action, two_days(slots=slots))
    (session,) = page_of(client, action.training_action_id)["sessions"]
    first, second = session["slots"]
    assert (first["date"], first["map_url"], second["map_url"]) == (SOON.isoformat(), MAP, None)
    assert first["place"] == {
        "name": "Espace Encan",
        "street": "Quai Louis Prunier",
        "postcode": "17000",
        "city": "La Rochelle",
    }
    assert first["starts_at"].endswith("Z")


def test_the_address_of_a_remote_meeting_is_not_public(client: FlaskClient) -> None:
    action = a_published_action()
    secret = "https://visio.example.org/secret"
    remote = slot(SOON, delivery_mode=DeliveryMode.REMOTE, place=None, remote_url=secret)
    a_session(action, two_days(slots=(remote,), duration_confirmed=True))
    answer = client.get(f"/api/catalogue/v1/training-actions/{action.training_action_id}")
    assert secret.encode() not in answer.data


def test_seats_are_the_capacity_until_enrolment_tells_them(client: FlaskClient) -> None:
    action = a_published_action()
    session_id = a_session(action, two_days(SOON)).training_session_id
    (before,) = page_of(client, action.training_action_id)["sessions"]
    tell_seats(session_id, taken=4, waiting=1, version=1)
    (after,) = page_of(client, action.training_action_id)["sessions"]
    assert (before["remaining_seats"], before["waiting"], before["is_full"]) == (4, 0, False)
    assert (after["remaining_seats"], after["waiting"], after["is_full"]) == (0, 1, True)


def test_sessions_over_are_gone_and_cancelled_ones_say_so(client: FlaskClient) -> None:
    action = a_published_action()
    a_session(action, two_days(clock.now().date() - timedelta(days=9)), now=datetime(2026, 1, 1, tzinfo=UTC))
    cancelled = a_session(action, two_days(SOON))
    with transaction() as session:
        cancel_training_session(
            session, cancelled.training_session_id, editor=STAFF, reason="Intervenant malade", now=NOW
        )
    (shown,) = page_of(client, action.training_action_id)["sessions"]
    assert (shown["training_session_id"], shown["status"]) == (str(cancelled.training_session_id), "cancelled")


def test_readers_see_the_last_publication_until_the_next_one(client: FlaskClient) -> None:
    action = a_published_action()
    with transaction() as session:
        revise_training_action(
            session,
            action.training_action_id,
            description=description(title="Autre titre"),
            editor=STAFF,
            expected_revision=None,
            now=NOW,
        )
    assert page_of(client, action.training_action_id)["title"] == description().title


def test_a_withdrawn_action_keeps_its_page_and_leaves_the_search(client: FlaskClient) -> None:
    action = a_published_action()
    with transaction() as session:
        withdraw_training_action(session, action.training_action_id, editor=STAFF, reason=None, now=NOW)
    assert page_of(client, action.training_action_id)["status"] == "withdrawn"
    assert client.get("/api/catalogue/v1/training-actions").json["items"] == []


def test_drafts_and_unknown_actions_are_not_found(client: FlaskClient) -> None:
    for unknown in (a_draft().training_action_id, uuid4()):
        answer = client.get(f"/api/catalogue/v1/training-actions/{unknown}")
        assert (answer.status_code, answer.json["code"]) == (404, "not-found")
    assert client.get("/api/catalogue/v1/training-actions/not-a-key").status_code == 404


def test_a_page_costs_three_statements_however_many_sessions(
    client: FlaskClient, statements: Callable[[], list[str]]
) -> None:
    action = a_published_action()
    counts = set()
    for number in range(3):
        a_session(action, replace(two_days(SOON + timedelta(days=7 * number))))
        statements()
        page_of(client, action.training_action_id)
        counts.add(len([statement for statement in statements() if "SELECT" in statement]))
    assert counts == {3}


def test_types_and_themes_come_in_the_order_that_staff_gave_them(client: FlaskClient) -> None:
    types = client.get("/api/catalogue/v1/training-action-types").json["items"]
    assert [(entry["code"], entry["self_paced"]) for entry in types] == [
        ("formation", False),
        ("freemium_self_paced", True),
    ]
    themes = client.get("/api/catalogue/v1/themes")
    assert [entry["label"] for entry in themes.json["items"]] == ["Financement", "Numérique"]
    assert "ETag" in themes.headers
