"""The HTTP doors: what they answer, whom they let in, how they refuse."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from chassis import clock
from chassis.ids import new_id
from services.enrolment.tests.integration.arranging import (
    Person,
    a_colleague,
    a_person,
    a_session,
    account_event,
    approved,
    counts,
    organisation_event,
    requested,
    rights_of,
    status,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.samples import ALAIN, ANNIE, FIRST_DAY, GUY, LITTORAL, NOW, OURS, PROVIDER, SESSION, paris
from tests.support import tokens

API = "/api/enrolment/v1"
ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
WISH = {
    "training_session_id": str(SESSION),
    "organisation_id": str(OURS),
    "motivation": "Pour accompagner mieux.\nEt plus.",
    "prerequisites_met": True,
    "available_on_all_slots": True,
    "information_read": True,
}


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    """The doors read the clock: move it to the day of the samples."""
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


@pytest.fixture
def hr(client: FlaskClient, as_annie: Headers) -> Callable[..., Any]:
    def post(enrolment_id: object, decision: str, headers: Headers | None = None, **more: Any) -> Any:
        body = {"decision": decision, **more}
        path = f"{API}/enrolments/{enrolment_id}/hr-decision"
        return client.post(path, json=body, headers={**as_annie, **(headers or {})})

    return post


def problem(answer: Any) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    assert answer.json["status"] == answer.status_code
    return answer.status_code, answer.json["code"]


def test_a_request_goes_through_the_doors_to_enrolled(
    client: FlaskClient, as_alain: Headers, as_guy: Headers, hr: Callable[..., Any]
) -> None:
    made = client.post(f"{API}/enrolments", json=WISH, headers=as_alain)
    assert (made.status_code, made.json["status"], made.headers["ETag"]) == (201, "requested", '"1"')
    assert made.headers["Location"] == f"{API}/enrolments/{made.json['enrolment_id']}"
    key = made.json["enrolment_id"]
    seen = client.get(f"{API}/enrolments?scope=organisation&status=requested", headers=hr_headers()).json["items"]
    assert [(item["enrolment_id"], item["allowed_moves"]) for item in seen] == [(key, ["approve", "refuse"])]
    assert (seen[0]["person"]["family_name"], seen[0]["motivation"]) == ("Proviste", WISH["motivation"])
    assert hr(key, "approve").json["status"] == "pre_enrolled"
    waiting = client.get(f"{API}/enrolments?scope=provider&status=pre_enrolled", headers=as_guy).json["items"]
    assert waiting[0]["allowed_moves"] == ["accept", "decline"]
    answer = client.post(f"{API}/enrolments/{key}/provider-decision", json={"decision": "accept"}, headers=as_guy)
    assert (answer.json["status"], answer.headers["ETag"]) == ("enrolled", '"3"')
    current = client.get(f"{API}/enrolments?scope=mine&period=current", headers=as_alain).json["items"]
    assert [(item["status"], item["allowed_moves"]) for item in current] == [("enrolled", ["cancel"])]


def hr_headers() -> Headers:
    return bearer(ANNIE, "hr_validator", OURS)


def test_a_verdict_speaks_for_each_organisation_of_the_person(client: FlaskClient) -> None:
    stranger = organisation_event(LITTORAL, "Formation Littoral", member=False)
    tell(stranger, account_event(ALAIN, {OURS: ["beneficiary"], LITTORAL: ["beneficiary"]}))
    held: list[tokens.Held] = [("beneficiary", OURS), ("beneficiary", LITTORAL)]
    token = bearer(ALAIN, "beneficiary", OURS, roles=held)
    answer = client.get(f"{API}/verdicts?training_session_id={SESSION}", headers=token).json
    by_name = {item["organisation_name"]: item for item in answer["items"]}
    ours, littoral = by_name["Ma structure"], by_name["Formation Littoral"]
    assert (ours["may_request"], ours["outcome"], ours["uses_right"], ours["failures"]) == (True, "seat", True, [])
    assert (littoral["may_request"], littoral["outcome"]) == (False, None)
    assert littoral["failures"] == [
        {
            "code": "organisation-not-member",
            "figures": {"organisation_id": str(LITTORAL), "ended_on": None},
            "next_step": "ask-for-membership",
        }
    ]


def test_somebody_without_an_organisation_reads_the_reason_too(client: FlaskClient, as_camille: Headers) -> None:
    (item,) = client.get(f"{API}/verdicts?training_session_id={SESSION}", headers=as_camille).json["items"]
    assert (item["organisation_id"], item["may_request"]) == (None, False)
    assert [failure["code"] for failure in item["failures"]] == ["not-beneficiary"]


def test_the_post_refuses_by_the_rules_of_the_verdict(client: FlaskClient, as_alain: Headers) -> None:
    client.post(f"{API}/enrolments", json=WISH, headers=as_alain)
    again = client.post(f"{API}/enrolments", json=WISH, headers=as_alain)
    assert problem(again) == (409, "already-requested")
    assert again.json["figures"]["status"] == "requested"
    (item,) = client.get(f"{API}/verdicts?training_session_id={SESSION}", headers=as_alain).json["items"]
    assert [failure["code"] for failure in item["failures"]] == ["already-requested"]


def test_a_double_click_with_one_key_asks_once_and_answers_the_same(client: FlaskClient, as_alain: Headers) -> None:
    headers = {**as_alain, "Idempotency-Key": str(new_id())}
    first, second = (client.post(f"{API}/enrolments", json=WISH, headers=headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    other = client.post(f"{API}/enrolments", json={**WISH, "motivation": "Autre."}, headers=headers)
    assert problem(other) == (422, "idempotency-mismatch")


def test_a_double_click_on_a_decision_decides_once(hr: Callable[..., Any]) -> None:
    key = requested(ALAIN_OF_OURS)
    headers = {"Idempotency-Key": "one-click"}
    answers = [hr(key, "approve", headers) for _ in range(2)]
    assert [answer.json["status"] for answer in answers] == ["pre_enrolled", "pre_enrolled"]
    assert counts() == (1, 0)


def test_a_decided_request_says_in_which_role_and_when(hr: Callable[..., Any]) -> None:
    key = requested(ALAIN_OF_OURS)
    assert hr(key, "refuse", reason="Absences.").status_code == 200
    again = hr(key, "approve")
    assert problem(again) == (409, "already-decided")
    figures = again.json["figures"]
    assert (figures["decided_by"], figures["decided_by_account_id"]) == ("hr_validator", str(ANNIE))
    assert figures["decided_at"].startswith("2026-11-23T")


def test_an_old_version_is_refused_and_changes_nothing(hr: Callable[..., Any]) -> None:
    key = requested(ALAIN_OF_OURS)
    assert problem(hr(key, "approve", {"If-Match": '"7"'})) == (412, "stale-version")
    assert problem(hr(key, "approve", {"If-Match": '"x"'})) == (412, "stale-version")
    assert status(key) == "requested"
    assert hr(key, "approve", {"If-Match": '"1"'}).status_code == 200


def test_another_organisation_meets_nothing(client: FlaskClient, hr: Callable[..., Any]) -> None:
    key = requested(a_person())
    assert problem(hr(key, "approve")) == (404, "not-found")
    for path in ("", "/history", "/cancellation-consequences"):
        assert problem(client.get(f"{API}/enrolments/{key}{path}", headers=hr_headers())) == (404, "not-found")
    assert client.get(f"{API}/enrolments?scope=organisation", headers=hr_headers()).json["items"] == []
    assert status(key) == "requested"


def test_a_provider_sees_its_own_actions_only_and_nothing_before_the_employer(
    client: FlaskClient, as_guy: Headers
) -> None:
    theirs = approved(a_person(), a_session(action={"provider_organisation_id": str(LITTORAL)}))
    early = requested(ALAIN_OF_OURS)
    ours = approved(a_person())
    listed = client.get(f"{API}/enrolments?scope=provider", headers=as_guy).json["items"]
    assert [item["enrolment_id"] for item in listed] == [str(ours)]
    for hidden in (theirs, early):
        assert problem(client.get(f"{API}/enrolments/{hidden}", headers=as_guy)) == (404, "not-found")


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("beneficiary", "organisation"),
        ("beneficiary", "provider"),
        ("hr_validator", "provider"),
        ("hr_validator", "all"),
    ],
)  # fmt: skip
def test_a_scope_of_another_role_is_forbidden(client: FlaskClient, role: str, scope: str) -> None:
    answer = client.get(f"{API}/enrolments?scope={scope}", headers=bearer(ANNIE, role, OURS))
    assert problem(answer) == (403, "forbidden")


def test_a_role_that_was_taken_away_opens_no_list(client: FlaskClient) -> None:
    tell(account_event(ANNIE, {OURS: ["beneficiary"]}))
    assert problem(client.get(f"{API}/enrolments?scope=organisation", headers=hr_headers())) == (403, "forbidden")


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("enrolments", "hr_validator"), ("enrolments/{key}/hr-decision", "training_provider"),
        ("enrolments/{key}/provider-decision", "hr_validator"),
        ("enrolments/{key}/consent-withdrawal", "staff"), ("enrolments/{key}/staff-cancellation", "referent"),
        ("training-sessions/{key}/promotion", "hr_validator"),
    ],
)  # fmt: skip
def test_a_door_of_another_role_stays_shut(client: FlaskClient, path: str, role: str) -> None:
    answer = client.post(f"{API}/{path.format(key=new_id())}", json={}, headers=bearer(ANNIE, role, OURS))
    assert problem(answer) == (403, "forbidden")


BAD_WISHES: dict[str, dict[str, Any]] = {
    "motivation": {"motivation": "   \n "},
    "prerequisites_met": {"prerequisites_met": False},
    "available_on_all_slots": {"available_on_all_slots": None},
    "organisation_id": {"organisation_id": "ma structure"},
    "training_session_id": {"training_session_id": 12},
    "status": {"status": "enrolled"},
}


@pytest.mark.parametrize("field", BAD_WISHES)
def test_a_form_with_a_fault_names_the_field(client: FlaskClient, as_alain: Headers, field: str) -> None:
    answer = client.post(f"{API}/enrolments", json={**WISH, **BAD_WISHES[field]}, headers=as_alain)
    assert problem(answer) == (422, "invalid-input")
    assert list(answer.json["errors"]) == [field]


def test_words_that_cannot_be_kept_are_refused(client: FlaskClient, as_alain: Headers) -> None:
    for words in ("nul\x00", "x" * 5_001):
        answer = client.post(f"{API}/enrolments", json={**WISH, "motivation": words}, headers=as_alain)
        assert problem(answer) == (422, "invalid-input")
    huge = client.post(f"{API}/enrolments", json={**WISH, "motivation": "x" * 1_100_000}, headers=as_alain)
    assert problem(huge) == (413, "too-large")


def test_an_unknown_session_is_not_found(client: FlaskClient, as_alain: Headers) -> None:
    wish = {**WISH, "training_session_id": str(new_id())}
    assert problem(client.post(f"{API}/enrolments", json=wish, headers=as_alain)) == (404, "not-found")
    assert problem(client.get(f"{API}/verdicts?training_session_id={new_id()}", headers=as_alain)) == (404, "not-found")


def test_the_consequence_is_read_before_cancelling(client: FlaskClient, as_alain: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    answer = client.get(f"{API}/enrolments/{key}/cancellation-consequences", headers=as_alain).json
    assert answer == {
        "is_early": True,
        "right_given_back": True,
        "withdrawal_deadline": "2026-12-14T22:59:59+00:00",
        "told": ["hr_validator", "training_provider"],
    }
    cancelled = client.post(f"{API}/enrolments/{key}/cancellation", json={"reason": "Empêché."}, headers=as_alain)
    assert (cancelled.json["status"], cancelled.json["reason"], rights_of(ALAIN_OF_OURS)) == (
        "cancelled", "Empêché.", (0, 0),
    )  # fmt: skip
    blank = client.post(
        f"{API}/enrolments/{requested(ALAIN_OF_OURS)}/cancellation", json={"reason": " "}, headers=as_alain
    )
    assert problem(blank) == (422, "reason-required")


def test_taking_a_consent_back_and_staff_cancelling_have_their_doors(
    client: FlaskClient, as_annie: Headers, as_camille: Headers
) -> None:
    first, second = approved(ALAIN_OF_OURS), approved(a_person())
    why = {"reason": "Absences."}
    assert client.post(f"{API}/enrolments/{first}/consent-withdrawal", json=why, headers=as_annie).status_code == 200
    assert client.post(f"{API}/enrolments/{second}/staff-cancellation", json=why, headers=as_camille).status_code == 200
    assert (status(first), status(second)) == ("cancelled", "cancelled")


def test_history_tells_every_move_with_names(client: FlaskClient, as_alain: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    items = client.get(f"{API}/enrolments/{key}/history", headers=as_alain).json["items"]
    assert [(item["status"], item["actor"]["name"]) for item in items] == [
        ("requested", "Alain Proviste"),
        ("pre_enrolled", "Annie Versaire"),
    ]


def test_the_rank_on_the_waiting_list_is_told(client: FlaskClient, as_guy: Headers) -> None:
    full = a_session(capacity=1)
    for number in range(3):
        approved(a_person(), full, now=NOW + timedelta(minutes=number))
    listed = client.get(f"{API}/enrolments?scope=provider&sort=requested_at", headers=as_guy).json["items"]
    assert [item["waiting_rank"] for item in listed] == [None, 1, 2]


def test_a_list_is_read_page_by_page_without_gap_or_double(client: FlaskClient) -> None:
    colleagues = [ALAIN_OF_OURS, *(a_colleague(ALAIN_OF_OURS) for _ in range(6))]
    keys = [requested(person, now=NOW + timedelta(minutes=number // 2)) for number, person in enumerate(colleagues)]
    for sort in ("requested_at", "-requested_at", "starts_at", "-starts_at"):
        seen: list[str] = []
        path: str | None = f"{API}/enrolments?scope=organisation&limit=3&sort={sort}"
        while path:
            answer = client.get(path, headers=hr_headers())
            seen += [item["enrolment_id"] for item in answer.json["items"]]
            link = answer.headers.get("Link")
            path = link.split(">")[0].strip("<") if link else None
        assert (len(seen), set(seen)) == (7, {str(key) for key in keys})


@pytest.mark.parametrize("query", ["cursor=abc", "limit=0", "limit=101", "status=gone", "scope=yours", "sort=name"])
def test_a_query_that_makes_no_sense_is_refused(client: FlaskClient, as_alain: Headers, query: str) -> None:
    assert problem(client.get(f"{API}/enrolments?{query}", headers=as_alain)) == (422, "invalid-input")


def test_a_list_takes_the_same_statements_whatever_its_length(
    client: FlaskClient, as_alain: Headers, statements: Callable[[], list[str]]
) -> None:
    def asked() -> int:
        statements()
        client.get(f"{API}/enrolments?scope=organisation&limit=100", headers=hr_headers())
        return len([line for line in statements() if line.lstrip().startswith("SELECT")])

    requested(ALAIN_OF_OURS)
    few = asked()
    for _ in range(8):
        requested(a_colleague(ALAIN_OF_OURS))
    assert asked() == few <= 3


def test_a_provider_reads_its_sessions_and_the_roster(client: FlaskClient, as_guy: Headers) -> None:
    approved(ALAIN_OF_OURS)
    (item,) = client.get(f"{API}/training-sessions?scope=provider", headers=as_guy).json["items"]
    assert (item["taken_seats"], item["remaining_seats"], item["counts"]["pre_enrolled"]) == (1, 3, 1)
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy).json
    assert [half_day["planned_minutes"] for half_day in roster["half_days"]] == [210, 210, 210, 210]
    assert roster["participants"] == []
    stranger = bearer(GUY, "training_provider", LITTORAL)
    assert problem(client.get(f"{API}/training-sessions/{SESSION}/roster", headers=stranger)) == (404, "not-found")
    assert client.get(f"{API}/training-sessions", headers=stranger).status_code in (200, 403)


def test_an_attendance_sheet_is_put_and_put_again(client: FlaskClient, as_guy: Headers) -> None:
    key = approved(ALAIN_OF_OURS)
    client.post(f"{API}/enrolments/{key}/provider-decision", json={"decision": "accept"}, headers=as_guy)
    roster = client.get(f"{API}/training-sessions/{SESSION}/roster", headers=as_guy).json
    half_days = [
        {"slot_id": entry["slot_id"], "half_day": entry["half_day"], "net_minutes": entry["planned_minutes"]}
        for entry in roster["half_days"]
    ]
    sheet = {"records": [{"enrolment_id": str(key), "half_days": half_days}]}
    early = client.put(f"{API}/training-sessions/{SESSION}/attendance", json=sheet, headers=as_guy)
    assert problem(early) == (409, "presence-too-early")
    clock.shift(int((paris(FIRST_DAY + timedelta(days=2), 9) - datetime.now(UTC)).total_seconds()))
    for _ in range(2):
        path = f"{API}/training-sessions/{SESSION}/attendance"
        answer = client.put(path, json=sheet, headers=bearer(GUY, "training_provider", PROVIDER))
        assert (answer.status_code, answer.json["participants"][0]["status"]) == (200, "attended")
    assert status(key) == "attended"


def test_the_meter_of_rights_tells_used_and_quota(client: FlaskClient, as_alain: Headers) -> None:
    approved(ALAIN_OF_OURS)
    assert client.get(f"{API}/participation-rights?year=2026", headers=as_alain).json == {
        "year": 2026,
        "member_only": {"used": 1, "quota": 5},
        "formations": {"used": 1, "quota": 3},
    }
    assert client.get(f"{API}/participation-rights", headers=as_alain).json["year"] == 2026
