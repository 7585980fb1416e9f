"""What editors find and read: their working copies, what was published, sessions with seats and consequences."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from catalogue.domain.training_actions import Description, TrainingAction
from catalogue.usecases.publish_training_action import publish_training_action
from catalogue.usecases.revise_training_action import revise_training_action
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, tell_seats, told
from services.catalogue.tests.samples import GUY, NOW, OTHER_PROVIDER, PROVIDER, STAFF, description, two_days

API = "/api/catalogue/v1"
DRAFTS = f"{API}/training-action-drafts"
SOON = clock.now().date() + timedelta(days=30)


def revised(action: TrainingAction, what: Description, *, days: int = 1) -> None:
    with transaction() as session:
        revise_training_action(
            session,
            action.training_action_id,
            description=what,
            editor=STAFF,
            expected_revision=None,
            now=NOW + timedelta(days=days),
        )


def titles(client: FlaskClient, headers: dict[str, str], **query: Any) -> list[str]:
    answer = client.get(DRAFTS, headers=headers, query_string=query)
    assert answer.status_code == 200, answer.text
    return [item["title"] for item in answer.json["items"]]


def test_a_provider_finds_its_own_actions_in_every_state_and_staff_all(
    client: FlaskClient, as_trainer: dict[str, str], as_staff: dict[str, str]
) -> None:
    a_draft(title="Brouillon")
    a_published_action(title="Publiée")
    a_published_action(title="D'un autre", provider_organisation_id=OTHER_PROVIDER)
    assert sorted(titles(client, as_trainer)) == ["Brouillon", "Publiée"]
    assert sorted(titles(client, as_staff)) == ["Brouillon", "D'un autre", "Publiée"]
    assert titles(client, as_staff, provider_organisation_id=str(OTHER_PROVIDER)) == ["D'un autre"]
    assert titles(client, as_trainer, provider_organisation_id=str(OTHER_PROVIDER)) == titles(client, as_trainer)
    counts = client.get(DRAFTS, headers=as_trainer).json["counts"]
    assert counts == {"draft": 1, "published": 1, "withdrawn": 0}


def test_the_list_of_an_editor_filters_by_state_title_and_what_readers_do_not_see(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    a_draft(title="Évaluer 100 % à distance")
    changed = a_published_action(title="Publiée puis changée")
    a_published_action(title="Publiée telle quelle")
    revised(changed, description(title="Publiée puis changée", audience="D'autres personnes."))
    assert titles(client, as_staff, status="draft") == ["Évaluer 100 % à distance"]
    assert titles(client, as_staff, q="evaluer 100 %") == ["Évaluer 100 % à distance"]
    assert titles(client, as_staff, q="1_0") == []
    assert titles(client, as_staff, is_changed="true") == ["Publiée puis changée"]


@pytest.mark.parametrize(("sort", "expected"), [("changed", ["C", "B", "A"]), ("title", ["A", "B", "C"])])
def test_the_list_of_an_editor_is_paged_in_its_order(
    client: FlaskClient, as_staff: dict[str, str], sort: str, expected: list[str]
) -> None:
    for days, title in enumerate("ABC"):
        revised(a_draft(title=title), description(title=title), days=days + 1)
    found, cursor = [], None
    for _ in expected:
        query = {"sort": sort, "limit": 1, **({"cursor": cursor} if cursor else {})}
        page = client.get(DRAFTS, headers=as_staff, query_string=query).json
        found += [item["title"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert (found, cursor) == (expected, None)


def test_a_foreign_cursor_is_refused(client: FlaskClient, as_staff: dict[str, str]) -> None:
    for cursor in ("x", "WyJhIl0", "WyIyMDI2LTAxLTAxIiwiMSJd"):
        assert client.get(DRAFTS, headers=as_staff, query_string={"cursor": cursor}).status_code == 422


def test_every_publication_is_kept_as_it_was_on_its_day(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    action = a_published_action(objectives="Les premiers objectifs.")
    revised(action, description(objectives="Les nouveaux objectifs."))
    with transaction() as session:
        publish_training_action(
            session, action.training_action_id, editor=STAFF, expected_revision=None, now=NOW + timedelta(days=2)
        )
    place = f"{API}/training-actions/{action.training_action_id}/publications"
    rows = client.get(place, headers=as_trainer).json["items"]
    assert [(row["publication_number"], row["is_listed"]) for row in rows] == [(2, True), (1, False)]
    first, second = (client.get(f"{place}/{number}", headers=as_trainer).json for number in (1, 2))
    assert (first["objectives"], second["objectives"]) == ("Les premiers objectifs.", "Les nouveaux objectifs.")
    assert first["type_label"] == "Formation"
    assert client.get(f"{place}/3", headers=as_trainer).status_code == 404


def test_a_stranger_reads_neither_publications_nor_sessions(client: FlaskClient, as_stranger: dict[str, str]) -> None:
    place = f"{API}/training-actions/{a_published_action().training_action_id}"
    for path in ("publications", "publications/1", "training-sessions", "draft"):
        assert client.get(f"{place}/{path}", headers=as_stranger).status_code == 403, path


def test_a_draft_says_whether_readers_see_all_of_it(client: FlaskClient, as_staff: dict[str, str]) -> None:
    action = a_published_action()
    place = f"{API}/training-actions/{action.training_action_id}/draft"
    before = client.get(place, headers=as_staff).json
    revised(action, description(content="Autre chose."))
    after = client.get(place, headers=as_staff).json
    assert (before["is_changed"], after["is_changed"]) == (False, True)
    assert (after["type_label"], after["theme_label"], after["provider_name"]) == (
        "Formation",
        "Financement",
        "Atelier des compétences",
    )


def test_an_editor_reads_every_session_with_its_seats(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    action = a_published_action()
    first, second = a_session(action, two_days(SOON)), a_session(action, two_days(SOON + timedelta(days=7)))
    tell_seats(first.training_session_id, taken=3, version=1, waiting=2)
    place = f"{API}/training-actions/{action.training_action_id}/training-sessions"
    items = client.get(place, headers=as_trainer).json["items"]
    assert [item["training_session_id"] for item in items] == [
        str(second.training_session_id),
        str(first.training_session_id),
    ]
    assert items[0]["seats"] is None
    assert (items[1]["seats"]["taken_seats"], items[1]["seats"]["waiting"]) == (3, 2)


def rehearsed(client: FlaskClient, headers: dict[str, str], kept: dict[str, Any], **changes: Any) -> Any:
    place = f"{API}/training-sessions/{kept['training_session_id']}/rehearsal"
    slots = [
        {
            "slot_id": slot["slot_id"],
            "date": slot["date"],
            "start_time": "09:00",
            "end_time": changes.get("end_time", "17:00"),
            "delivery_mode": "in_person",
            "place": slot["place"],
        }
        for slot in kept["slots"]
    ]
    body = {"capacity": changes.get("capacity", 4), "waiting_list_capacity": 2, "slots": slots}
    return client.post(place, headers=headers, json=body)


def test_an_editor_reads_what_a_change_means_before_making_it(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    session = a_session(a_published_action(), two_days(SOON))
    tell_seats(session.training_session_id, taken=3, version=1, waiting=1)
    place = f"{API}/training-sessions/{session.training_session_id}"
    kept = client.get(place, headers=as_trainer).json
    said = len(told(session.training_session_id))
    same, lowered, moved = (
        rehearsed(client, as_trainer, kept, **changes).json for changes in ({}, {"capacity": 1}, {"end_time": "17:30"})
    )
    assert (same["is_moved"], same["is_changed"]) == (False, False)
    assert (lowered["is_changed"], lowered["capacity"], lowered["resulting_capacity"]) == (True, 1, 3)
    assert (moved["is_moved"], moved["taken_seats"], moved["waiting"]) == (True, 3, 1)
    assert client.get(place, headers=as_trainer).json == kept
    assert len(told(session.training_session_id)) == said


def test_a_rehearsal_refuses_what_the_change_would_be_refused(
    client: FlaskClient, as_trainer: dict[str, str], as_stranger: dict[str, str]
) -> None:
    session = a_session(a_published_action(), two_days(SOON))
    kept = client.get(f"{API}/training-sessions/{session.training_session_id}", headers=as_trainer).json
    assert rehearsed(client, as_trainer, kept, capacity=0).json["code"] == "session-plan-invalid"
    assert rehearsed(client, as_stranger, kept).status_code == 403
    stale = rehearsed(client, {**as_trainer, "If-Match": '"9"'}, kept)
    assert (stale.status_code, stale.json["code"]) == (412, "stale-version")


def test_withdrawing_and_calling_off_honour_if_match(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    action = a_published_action()
    session = a_session(action, two_days(SOON))
    stale = {**as_trainer, "If-Match": '"77"'}
    for place in (
        f"{API}/training-actions/{action.training_action_id}/withdrawal",
        f"{API}/training-sessions/{session.training_session_id}/cancellation",
    ):
        answer = client.post(place, json={"reason": "Fermeture"}, headers=stale)
        assert (answer.status_code, answer.json["code"]) == (412, "stale-version"), place


def test_another_provider_is_said_as_such_and_only_then(client: FlaskClient, as_staff: dict[str, str]) -> None:
    action = a_published_action()
    place = f"{API}/training-actions/{action.training_action_id}"
    revised(action, description(provider_organisation_id=OTHER_PROVIDER))
    assert client.post(f"{place}/publication", headers=as_staff).status_code == 200
    assert client.post(f"{place}/publication", headers=as_staff).status_code == 200
    first, second, third = told(action.training_action_id)
    assert [one.type for one in (first, second, third)] == [
        "training_action.published.v1",
        "training_action.provider_replaced.v1",
        "training_action.published.v1",
    ]
    data = second.data
    assert data["provider_organisation_id"] == str(OTHER_PROVIDER)
    assert data["replaced_provider_organisation_id"] == str(PROVIDER)
    assert "replaced_provider_organisation_id" not in third.data


def test_staff_read_who_may_run_an_action(
    client: FlaskClient, as_staff: dict[str, str], as_trainer: dict[str, str]
) -> None:
    names = [item["name"] for item in client.get(f"{API}/providers", headers=as_staff).json["items"]]
    assert names == ["Atelier des compétences", "Formation Littoral"]
    assert client.get(f"{API}/providers", headers=as_trainer).status_code == 403


def test_a_draft_without_an_address_of_contact_is_kept(client: FlaskClient, as_staff: dict[str, str]) -> None:
    body = {
        "title": "À compléter",
        "type_code": "formation",
        "theme_code": "financing",
        "delivery_mode": "remote",
        "duration_days": "1",
        "access": "open",
        "provider_organisation_id": str(PROVIDER),
        "trainers": [{"name": "Guy", "account_id": str(GUY)}],
        "contact_email": "",
    }
    assert client.post(f"{API}/training-actions", json=body, headers=as_staff).status_code == 201
    wrong = client.post(f"{API}/training-actions", json={**body, "contact_email": "nulle part"}, headers=as_staff)
    assert "contact_email" in wrong.json["errors"]
