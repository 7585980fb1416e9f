"""What editors write through the API, and what they are refused."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from catalogue.api.training_action_schemas import DescriptionSchema
from chassis import clock
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session, told
from services.catalogue.tests.samples import GUY, OTHER_PROVIDER, PROVIDER, two_days

ACTIONS = "/api/catalogue/v1/training-actions"
SESSIONS = "/api/catalogue/v1/training-sessions"
SOON = clock.now().date() + timedelta(days=30)
TEXTS = ("objectives", "audience", "prerequisites", "content", "methods", "accessibility", "rules_of_procedure")


def written(**changes: Any) -> dict[str, Any]:
    return {
        "title": "Animer un atelier collectif",
        "type_code": "formation",
        "theme_code": "financing",
        "delivery_mode": "in_person",
        "duration_days": "2.0",
        "access": "members",
        "provider_organisation_id": str(PROVIDER),
        "trainers": [{"name": "Guy Rembourg", "account_id": str(GUY)}],
        "contact_name": "Atelier",
        **dict.fromkeys(TEXTS, "Quelques phrases."),
        **changes,
    }


def planned(**changes: Any) -> dict[str, Any]:
    place = {"name": "Espace Encan", "street": "Quai Louis Prunier", "postcode": "17000", "city": "La Rochelle"}
    days = (SOON, SOON + timedelta(days=1))
    slots = [
        {"date": day.isoformat(), "start_time": "09:00", "end_time": "17:00", "delivery_mode": "in_person"}
        for day in days
    ]
    return {"capacity": 4, "slots": [{**slot, "place": place} for slot in slots], **changes}


def test_an_action_goes_from_draft_to_published_to_withdrawn(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    created = client.post(ACTIONS, json=written(), headers=as_trainer)
    assert (created.status_code, created.json["status"], created.headers["ETag"]) == (201, "draft", '"1"')
    place = f"{ACTIONS}/{created.json['training_action_id']}"
    assert created.headers["Location"] == f"{place}/draft"
    published = client.post(f"{place}/publication", headers=as_trainer)
    assert (published.status_code, published.json["publication_number"]) == (200, 1)
    withdrawn = client.post(f"{place}/withdrawal", json={"reason": "Programme revu"}, headers=as_trainer)
    assert (withdrawn.status_code, withdrawn.json["status"]) == (200, "withdrawn")
    again = client.post(f"{place}/withdrawal", json={}, headers=as_trainer)
    assert (again.status_code, again.json["code"]) == (409, "training-action-withdrawn")


def test_what_is_read_of_a_draft_may_be_written_back(client: FlaskClient, as_staff: dict[str, str]) -> None:
    action = a_draft()
    place = f"{ACTIONS}/{action.training_action_id}"
    draft = client.get(f"{place}/draft", headers=as_staff)
    body = {name: value for name, value in draft.json.items() if name in DescriptionSchema().fields}
    answer = client.put(place, json=body, headers={**as_staff, "If-Match": draft.headers["ETag"]})
    assert (answer.status_code, answer.json["revision"]) == (200, 2)
    assert {**answer.json, "revision": 1, "changed_at": draft.json["changed_at"]} == draft.json


def test_who_writes_over_somebody_else_is_told_so(client: FlaskClient, as_staff: dict[str, str]) -> None:
    place = f"{ACTIONS}/{a_draft().training_action_id}"
    for tag in ('"7"', '"anything"', 'W/"1"'):
        answer = client.put(place, json=written(), headers={**as_staff, "If-Match": tag})
        assert (answer.status_code, answer.json["code"]) == (412, "stale-version"), tag


def test_an_idempotency_key_creates_once(client: FlaskClient, as_staff: dict[str, str]) -> None:
    headers = {**as_staff, "Idempotency-Key": "once"}
    first, second = (client.post(ACTIONS, json=written(), headers=headers) for _ in range(2))
    assert first.json == second.json


def test_an_incomplete_action_is_not_published_and_says_what_is_missing(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    created = client.post(ACTIONS, json=written(methods="", trainers=[]), headers=as_staff).json
    answer = client.post(f"{ACTIONS}/{created['training_action_id']}/publication", headers=as_staff)
    assert (answer.status_code, answer.json["code"]) == (409, "action-incomplete")
    assert answer.json["figures"] == {"missing": ["methods", "trainers"]}


def test_what_is_unknown_is_named(client: FlaskClient, as_staff: dict[str, str]) -> None:
    body = written(type_code="unknown", theme_code="unknown", provider_organisation_id=str(uuid4()))
    answer = client.post(ACTIONS, json=body, headers=as_staff)
    assert (answer.status_code, answer.json["code"]) == (422, "action-description-invalid")
    assert [fault["field"] for fault in answer.json["figures"]["faults"]] == [
        "type_code",
        "theme_code",
        "provider_organisation_id",
    ]


_MALFORMED: tuple[dict[str, Any], ...] = (
    {"title": ""},
    {"title": "a\x00b"},
    {"title": "x" * 300},
    {"duration_days": "0"},
    {"duration_days": "many"},
    {"duration_days": "NaN"},
    {"duration_days": "1.25"},
    {"duration_days": "1E+400"},
    {"duration_days": "10000"},
    {"nature": "party"},
    {"contact_email": "not an address"},
    {"trainers": [{"name": "A", "account_id": "no key"}]},
    {"provider_organisation_id": "no key"},
    {"novelty": 1},
    {"objectives": None},
)


def test_malformed_descriptions_are_refused_by_their_field(
    client: FlaskClient, as_staff: dict[str, str], subtests: pytest.Subtests
) -> None:
    for changes in _MALFORMED:
        with subtests.test(str(changes)[:40]):
            answer = client.post(ACTIONS, json=written(**changes), headers=as_staff)
            assert (answer.status_code, answer.json["code"]) == (422, "invalid-input")
            assert list(answer.json["errors"]) == list(changes)


def test_only_staff_and_the_provider_that_runs_an_action_write(
    client: FlaskClient, as_stranger: dict[str, str], as_beneficiary: dict[str, str]
) -> None:
    action = a_published_action()
    session_id = a_session(action, two_days(SOON)).training_session_id
    place = f"{ACTIONS}/{action.training_action_id}"
    doors = [
        ("POST", ACTIONS, written()),
        ("GET", f"{place}/draft", None),
        ("PUT", place, written()),
        ("POST", f"{place}/publication", None),
        ("POST", f"{place}/withdrawal", {}),
        ("POST", f"{place}/training-sessions", planned()),
        ("GET", f"{SESSIONS}/{session_id}", None),
        ("PUT", f"{SESSIONS}/{session_id}", planned()),
        ("POST", f"{SESSIONS}/{session_id}/cancellation", {"reason": "Fermeture"}),
    ]
    for method, path, body in doors:
        for headers, status in (({}, 401), (as_beneficiary, 403), (as_stranger, 403)):
            answer = client.open(path, method=method, json=body, headers=headers)
            assert answer.status_code == status, (method, path, answer.json)
    assert len(told(action.training_action_id)) == 1
    assert len(told(session_id)) == 1


def test_a_provider_does_not_hand_its_action_to_another(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    place = f"{ACTIONS}/{a_draft().training_action_id}"
    body = written(provider_organisation_id=str(OTHER_PROVIDER))
    assert client.put(place, json=body, headers=as_trainer).status_code == 403


def test_unknown_things_are_not_found(client: FlaskClient, as_staff: dict[str, str]) -> None:
    for method, path, body in (
        ("PUT", f"{ACTIONS}/{uuid4()}", written()),
        ("POST", f"{ACTIONS}/{uuid4()}/training-sessions", planned()),
        ("PUT", f"{SESSIONS}/{uuid4()}", planned()),
        ("POST", f"{SESSIONS}/{uuid4()}/cancellation", {"reason": "Fermeture"}),
    ):
        assert client.open(path, method=method, json=body, headers=as_staff).status_code == 404, path


def test_a_session_is_announced_moved_resized_and_called_off(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    action = a_published_action()
    created = client.post(
        f"{ACTIONS}/{action.training_action_id}/training-sessions", json=planned(), headers=as_trainer
    )
    assert (created.status_code, created.json["first_day"]) == (201, SOON.isoformat())
    place = f"{SESSIONS}/{created.json['training_session_id']}"
    kept = planned()["slots"]
    for slot, known in zip(kept, created.json["slots"], strict=True):
        slot["slot_id"] = known["slot_id"]
    resized = client.put(place, json=planned(capacity=12, slots=kept), headers=as_trainer)
    assert (resized.json["capacity"], resized.json["version"]) == (12, 2)
    kept[1]["end_time"] = "16:00"
    moved = client.put(
        place, json=planned(capacity=12, slots=kept), headers={**as_trainer, "If-Match": resized.headers["ETag"]}
    )
    assert moved.status_code == 200, moved.json
    cancelled = client.post(f"{place}/cancellation", json={"reason": "Trop peu d’inscrits"}, headers=as_trainer)
    assert cancelled.json["status"] == "cancelled"
    facts = [row.type for row in told(created.json["training_session_id"])]
    assert facts == [
        "training_session.scheduled.v1",
        "training_session.capacity_changed.v1",
        "training_session.moved.v1",
        "training_session.cancelled.v1",
    ]


def test_slots_that_do_not_add_up_are_confirmed_or_refused(client: FlaskClient, as_staff: dict[str, str]) -> None:
    place = f"{ACTIONS}/{a_published_action().training_action_id}/training-sessions"
    short = planned(slots=planned()["slots"][:1])
    refused = client.post(place, json=short, headers=as_staff)
    assert (refused.status_code, refused.json["code"], refused.json["next_step"]) == (
        409,
        "duration-inconsistent",
        "confirm-duration",
    )
    assert refused.json["figures"] == {"duration_days": "2.0", "slot_hours": "8.00"}
    assert client.post(place, json={**short, "duration_confirmed": True}, headers=as_staff).status_code == 201


def test_a_withdrawn_action_takes_no_new_session(client: FlaskClient, as_staff: dict[str, str]) -> None:
    place = f"{ACTIONS}/{a_published_action().training_action_id}"
    client.post(f"{place}/withdrawal", json={}, headers=as_staff)
    answer = client.post(f"{place}/training-sessions", json=planned(), headers=as_staff)
    assert (answer.status_code, answer.json["code"]) == (409, "training-action-withdrawn")


_MALFORMED_PLANS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"capacity": "four"}, "capacity"),
    ({"capacity": 10**12}, "capacity"),
    ({"first_day": "9999-12-31"}, "first_day"),
    ({"registration_opens_at": "2026-12-01T09:00:00"}, "registration_opens_at"),
    ({"registration_opens_at": "0001-01-01T00:00:00+14:00"}, "registration_opens_at"),
    ({"slots": [{}]}, "slots"),
    ({"slots": [{**planned()["slots"][0], "start_time": "25:00"}]}, "slots"),
    ({"slots": [{**planned()["slots"][0], "map_url": "javascript:alert(1)"}]}, "slots"),
    ({"slots": planned()["slots"] * 40}, "slots"),
)


def test_malformed_plans_are_refused_by_their_field(
    client: FlaskClient, as_staff: dict[str, str], subtests: pytest.Subtests
) -> None:
    place = f"{ACTIONS}/{a_published_action().training_action_id}/training-sessions"
    for changes, field in _MALFORMED_PLANS:
        with subtests.test(str(changes)[:40]):
            answer = client.post(place, json=planned(**changes), headers=as_staff)
            assert (answer.status_code, answer.json["code"]) == (422, "invalid-input"), answer.json
            assert list(answer.json["errors"]) == [field]


def test_plans_that_contradict_themselves_are_refused_with_every_fault(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    place = f"{ACTIONS}/{a_published_action().training_action_id}/training-sessions"
    first = planned()["slots"][0]
    answer = client.post(place, json=planned(capacity=0, slots=[first, first]), headers=as_staff)
    assert (answer.status_code, answer.json["code"]) == (422, "session-plan-invalid")
    assert answer.json["figures"]["faults"] == [
        {"fault": "overlap", "slots": [0, 1]},
        {"fault": "capacity-too-small"},
    ]


def test_a_session_moved_before_the_end_of_its_registration_closes_registration_at_its_beginning(
    client: FlaskClient, as_staff: dict[str, str]
) -> None:
    kept = a_session(a_published_action(), two_days(SOON + timedelta(days=60)))
    answer = client.put(f"{SESSIONS}/{kept.training_session_id}", json=planned(), headers=as_staff)
    assert answer.status_code == 200, answer.json
    assert answer.json["registration_closes_at"] == answer.json["starts_at"]
    facts = [row.type for row in told(kept.training_session_id)]
    assert facts[1] == "training_session.moved.v1"


def test_a_session_and_its_window_move_together(client: FlaskClient, as_staff: dict[str, str]) -> None:
    kept = a_session(a_published_action(), two_days(SOON + timedelta(days=60)))
    opens, closes = (f"{(SOON - timedelta(days=days)).isoformat()}T10:00:00Z" for days in (9, 2))
    window = {"registration_opens_at": opens, "registration_closes_at": closes}
    answer = client.put(f"{SESSIONS}/{kept.training_session_id}", json=planned(**window), headers=as_staff)
    assert answer.status_code == 200, answer.json
    last = told(kept.training_session_id)[-1]
    assert (last.data["registration_opens_at"], last.data["registration_closes_at"]) == (opens, closes)
    assert [row.subject_version for row in told(kept.training_session_id)] == [1, 2, 3]
