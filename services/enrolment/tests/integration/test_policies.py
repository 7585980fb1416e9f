"""Versions of the rules, drafts, and the dry run on requests of the past."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from chassis import clock, worker
from chassis.database import transaction
from enrolment.jobs import TASKS
from enrolment.store import enrolments
from enrolment.usecases.cancel_enrolment import cancel_enrolment
from services.enrolment.tests.integration.arranging import a_colleague, a_person, a_session, approved, rights_of
from services.enrolment.tests.integration.conftest import Headers
from services.enrolment.tests.samples import NOW, days

API = "/api/enrolment/v1"


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    """The doors read the clock: move it to the day of the samples."""
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


@pytest.fixture
def terms(client: FlaskClient) -> dict[str, Any]:
    """Those in force, from today on."""
    found: dict[str, Any] = client.get(f"{API}/policies/in-force").json
    found.pop("version")
    return {**found, "effective_on": NOW.date().isoformat()}


def draft_of(client: FlaskClient, staff: Headers, terms: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answer = client.post(f"{API}/policy-drafts", json={**terms, **changes}, headers=staff)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json
    return made


def published(client: FlaskClient, staff: Headers, draft: dict[str, Any]) -> Any:
    return client.post(f"{API}/policy-drafts/{draft['draft_id']}/publication", headers=staff)


def test_anybody_reads_the_rules_in_force_and_staff_alone_their_versions(
    client: FlaskClient, as_alain: Headers, as_camille: Headers
) -> None:
    rules = client.get(f"{API}/policies/in-force").json
    assert (rules["version"], rules["member_only_quota"], rules["promotion_mode"]) == (1, 5, "direct")
    assert client.get(f"{API}/policies", headers=as_alain).status_code == 403
    (only,) = client.get(f"{API}/policies", headers=as_camille).json["items"]
    assert (only["version"], only["is_in_force"], only["is_to_come"]) == (1, True, False)


def test_a_published_draft_is_the_next_version_and_decisions_name_it(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    before = a_person()
    first = approved(before)
    answer = published(client, as_camille, draft_of(client, as_camille, terms, withdrawal_deadline_days=40))
    assert (answer.status_code, answer.json["version"]) == (201, 2)
    assert client.get(f"{API}/policy-drafts", headers=as_camille).json["items"] == []
    with transaction() as session:
        cancel_enrolment(session, first, by=before.token, reason="Empêché.", now=NOW)
        moves = enrolments.moves_of(session, first)
    assert [move.policy_version for move in moves] == [1, 1, 2]
    assert (moves[-1].is_early, rights_of(before)) == (False, (1, 1))


def test_the_past_is_not_rewritten(client: FlaskClient, as_camille: Headers, terms: dict[str, Any]) -> None:
    yesterday = (NOW - days(1)).date().isoformat()
    answer = published(client, as_camille, draft_of(client, as_camille, terms, effective_on=yesterday))
    assert (answer.status_code, answer.json["code"], answer.json["figures"]["earliest"]) == (
        409,
        "policy-in-the-past",
        "2026-11-23",
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"formation_quota": 6}, {"field": "formation_quota", "fault": "above-member-only-quota"}),
        (
            {"hr_reminder_days": 5, "hr_escalation_days": 4},
            {"field": "hr_escalation_days", "fault": "before-reminder"},
        ),
        (
            {"reminder_days": 2, "last_reminder_days": 3},
            {"field": "last_reminder_days", "fault": "before-first-reminder"},
        ),
        (
            {"waves": [{"opens_on": "2027-01-05", "most_obtained": 2}, {"opens_on": "2027-02-01", "most_obtained": 1}]},
            {"field": "waves", "fault": "not-wider"},
        ),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any], changes: dict[str, Any], fault: dict[str, str]
) -> None:
    answer = client.post(f"{API}/policy-drafts", json={**terms, **changes}, headers=as_camille)
    assert (answer.status_code, answer.json["code"]) == (422, "policy-invalid")
    assert answer.json["figures"]["faults"] == [fault]


@pytest.mark.parametrize("name", ["hr_reminder_days", "hr_escalation_days", "presence_contest_days"])
@pytest.mark.parametrize("value", [-1, 61, "3", 2.5, None])
def test_days_that_are_no_number_of_days_are_refused_at_their_field(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any], name: str, value: Any
) -> None:
    answer = client.post(f"{API}/policy-drafts", json={**terms, name: value}, headers=as_camille)
    assert (answer.status_code, answer.json["code"], list(answer.json["errors"])) == (422, "invalid-input", [name])


def test_a_version_says_all_that_its_draft_said(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    numbers = {name: value + 1 for name, value in terms.items() if type(value) is int}
    meant = {**terms, **numbers, "promotion_mode": "offer", "absence_uses_right": False, "note": "Essai."}
    assert published(client, as_camille, draft_of(client, as_camille, meant)).status_code == 201
    in_force = client.get(f"{API}/policies/in-force").json
    assert in_force == {**meant, "version": 2}


def test_two_who_edit_one_draft_do_not_overwrite_each_other(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    draft = draft_of(client, as_camille, terms)
    path = f"{API}/policy-drafts/{draft['draft_id']}"
    first = client.put(path, json={**terms, "organisation_cap": 3}, headers={**as_camille, "If-Match": '"1"'})
    second = client.put(path, json={**terms, "organisation_cap": 4}, headers={**as_camille, "If-Match": '"1"'})
    assert (first.status_code, second.status_code, second.json["code"]) == (200, 412, "stale-version")
    assert client.get(path, headers=as_camille).json["terms"]["organisation_cap"] == 3


def rehearsed(client: FlaskClient, staff: Headers, draft: dict[str, Any]) -> dict[str, Any]:
    path = f"{API}/policy-drafts/{draft['draft_id']}"
    assert client.post(f"{path}/rehearsal", json={"year": 2026}, headers=staff).status_code == 202
    assert client.get(path, headers=staff).json["rehearsal"]["state"] == "queued"
    assert worker.run_due(TASKS) == 1
    told = client.get(path, headers=staff).json["rehearsal"]
    assert (told["state"], told["done"]) == ("done", told["total"])
    found: dict[str, Any] = client.get(f"{path}/outcomes", headers=staff).json
    return found


def sides(way: dict[str, Any]) -> tuple[str, str]:
    return way["before"]["outcome"], way["after"]["outcome"]


def test_a_dry_run_under_the_rules_of_the_time_changes_nobody(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    crowded = a_session(capacity=2, waiting_list_capacity=3)
    people = [a_person() for _ in range(4)]
    keys = [approved(person, crowded, now=NOW - timedelta(hours=9 - n)) for n, person in enumerate(people)]
    with transaction() as session:
        cancel_enrolment(session, keys[0], by=people[0].token, reason="Empêché.", now=NOW - timedelta(hours=1))
    found = rehearsed(client, as_camille, draft_of(client, as_camille, terms))
    assert (found["items"], found["summary"]) == ([], [])


def test_a_dry_run_lists_whom_a_lower_quota_and_a_lower_cap_would_have_left_out(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    busy, first = a_person(), a_person()
    colleague = a_colleague(first)
    approved(busy, a_session(), now=NOW - timedelta(hours=9))
    left_out = approved(busy, a_session(), now=NOW - timedelta(hours=8))
    approved(first, now=NOW - timedelta(hours=7))
    waiting = approved(colleague, now=NOW - timedelta(hours=6))
    draft = draft_of(client, as_camille, terms, formation_quota=1, organisation_cap=1)
    found = rehearsed(client, as_camille, draft)
    assert [(item["enrolment_id"], sides(item)) for item in found["items"]] == [
        (str(left_out), ("seat", "rights-used-up")),
        (str(waiting), ("seat", "waiting")),
    ]
    assert {sides(way): way["count"] for way in found["summary"]} == {
        ("seat", "rights-used-up"): 1,
        ("seat", "waiting"): 1,
    }


def test_a_dry_run_moves_the_waves_of_next_year_to_the_year_it_replays(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    person = a_person()
    approved(person, a_session(), now=NOW - days(20))
    second = approved(person, a_session(), now=NOW - days(10))
    waves = [{"opens_on": "2027-01-05", "most_obtained": 0}, {"opens_on": "2027-11-20", "most_obtained": 9}]
    draft = draft_of(client, as_camille, terms, effective_on="2027-01-01", waves=waves)
    assert draft["terms"]["waves"] == waves
    (item,) = rehearsed(client, as_camille, draft)["items"]
    assert (item["enrolment_id"], sides(item)) == (str(second), ("seat", "wave-not-open"))


def test_editing_a_draft_forgets_what_was_rehearsed(
    client: FlaskClient, as_camille: Headers, terms: dict[str, Any]
) -> None:
    approved(a_person(), now=NOW - days(1))
    draft = draft_of(client, as_camille, terms, member_only_quota=0, formation_quota=0)
    assert len(rehearsed(client, as_camille, draft)["items"]) == 1
    path = f"{API}/policy-drafts/{draft['draft_id']}"
    edited = client.put(path, json=terms, headers=as_camille)
    assert (edited.json["rehearsal"], client.get(f"{path}/outcomes", headers=as_camille).json["items"]) == (None, [])
    assert client.delete(path, headers=as_camille).status_code == 204
    assert client.get(path, headers=as_camille).status_code == 404
