"""The employer's desk: context, many decisions at once, decisions taken, lines of exports, figures, deputies."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient

from chassis import clock
from chassis.database import transaction
from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.deadlines import day_of
from enrolment.domain.errors import OwnRequest
from enrolment.usecases.approve_as_hr_validator import approve_as_hr_validator
from enrolment.usecases.name_deputy import Mandate, end_deputy, name_deputy
from services.enrolment.tests.integration.arranging import (
    Person,
    a_person,
    a_session,
    account_event,
    approved,
    check_counts_add_up,
    counts,
    profile_event,
    requested,
    slot,
    status,
    statuses,
    tell,
)
from services.enrolment.tests.integration.conftest import Headers, bearer
from services.enrolment.tests.samples import ALAIN, ANNIE, FIRST_DAY, GUY, INES, JEAN, NOW, OURS, as_, days

API = "/api/enrolment/v1"
ALAIN_OF_OURS = Person(ALAIN, OURS, ANNIE)
AS_REFERENT = as_(Role.REFERENT, ANNIE, OURS)
TODAY = day_of(NOW)


@pytest.fixture(autouse=True)
def the_day_of_the_tests() -> Any:
    clock.shift(int((NOW - datetime.now(UTC)).total_seconds()))
    yield
    clock.shift(0)


def of_ours(account_id: Any, given_name: str) -> Person:
    tell(account_event(account_id, {OURS: ["beneficiary"]}), profile_event(account_id, given_name, "Exemple"))
    return Person(account_id, OURS, ANNIE)


def inbox(client: FlaskClient, headers: Headers, query: str = "") -> Any:
    return client.get(f"{API}/hr-inbox{query}", headers=headers).json


def test_the_context_tells_rights_colleagues_absences_and_past_presence(client: FlaskClient, as_annie: Headers) -> None:
    jean, ines = of_ours(JEAN, "Jean"), of_ours(INES, "Ines")
    approved(jean)
    same_days = a_session(slots=[slot(FIRST_DAY, (14, 0), (17, 0))], last_day=FIRST_DAY.isoformat())
    approved(ines, same_days)
    requested(ALAIN_OF_OURS)
    (item,) = inbox(client, as_annie)["items"]
    context = item["context"]
    assert context["rights"]["member_only"] == {"used": 0, "quota": 5}
    assert (context["rights"]["is_needed"], context["organisation_cap"]) == (True, 2)
    assert context["colleagues"] == [{"name": "Jean Exemple", "status": "pre_enrolled"}]
    assert context["away"] == [
        {"name": "Ines Exemple", "half_days": [{"date": FIRST_DAY.isoformat(), "half_day": "afternoon"}]}
    ]
    assert context["past_presence"] == {"attended": 0, "partially_attended": 0, "absent": 0}
    alone = client.get(f"{API}/enrolments/{item['enrolment_id']}/decision-context", headers=as_annie).json
    assert alone == context


def test_a_page_of_a_hundred_takes_as_many_statements_as_a_page_of_two(
    client: FlaskClient, as_annie: Headers, statements: Callable[[], list[str]]
) -> None:
    for number in range(6):
        requested(of_ours(new_id(), f"Personne {number}"))
    seen = []
    for limit in (2, 100):
        statements()
        assert len(inbox(client, as_annie, f"?limit={limit}")["items"]) == min(limit, 6)
        seen.append(len([text for text in statements() if "SELECT" in text]))
    assert seen[0] == seen[1]


def test_bulk_approvals_answer_one_by_one_and_never_overbook(client: FlaskClient, as_annie: Headers) -> None:
    people = [a_person() for _ in range(3)]
    for person in people:
        approved(person)
    mine = [requested(of_ours(new_id(), f"Personne {number}"), now=NOW + days(number / 100)) for number in range(6)]
    body = {"enrolment_ids": [str(key) for key in reversed(mine)], "decision": "approve"}
    answer = client.post(f"{API}/hr-decisions", json=body, headers=as_annie)
    items = answer.json["items"]
    assert [item["enrolment_id"] for item in items] == [str(key) for key in mine]
    assert [item["status"] for item in items] == ["pre_enrolled", "waitlisted", "waitlisted", "waitlisted", None, None]
    assert {item["problem"]["code"] for item in items[4:]} == {"action-full"}
    assert statuses(*mine[4:]) == ["requested", "requested"]
    assert counts() == (4, 3)
    check_counts_add_up()


def test_a_bulk_refusal_needs_a_reason_and_leaves_foreign_requests_alone(
    client: FlaskClient, as_annie: Headers
) -> None:
    mine, foreign = requested(ALAIN_OF_OURS), requested(a_person())
    body: dict[str, Any] = {"enrolment_ids": [str(foreign), str(mine)], "decision": "refuse"}
    codes = [
        item["problem"]["code"]
        for item in client.post(f"{API}/hr-decisions", json=body, headers=as_annie).json["items"]
    ]
    assert codes == ["reason-required", "not-found"]
    body["reason_code"] = "service_needs"
    answer = client.post(f"{API}/hr-decisions", json=body, headers=as_annie).json["items"]
    assert [item["status"] for item in answer] == ["refused_by_hr", None]
    assert statuses(mine, foreign) == ["refused_by_hr", "requested"]


def test_the_same_bulk_decision_sent_twice_counts_once(client: FlaskClient, as_annie: Headers) -> None:
    mine = requested(ALAIN_OF_OURS)
    body = {"enrolment_ids": [str(mine)], "decision": "approve"}
    key = {"Idempotency-Key": "once"}
    first = client.post(f"{API}/hr-decisions", json=body, headers={**as_annie, **key})
    again = client.post(f"{API}/hr-decisions", json=body, headers={**as_annie, **key})
    assert first.json == again.json
    alone = client.post(f"{API}/hr-decisions", json=body, headers=as_annie).json["items"][0]["problem"]
    assert (alone["code"], alone["figures"]["decided_by"]) == ("already-decided", "hr_validator")
    assert alone["figures"]["decided_at"]


def test_other_alone_is_no_reason(client: FlaskClient, as_annie: Headers) -> None:
    mine = requested(ALAIN_OF_OURS)
    path = f"{API}/enrolments/{mine}/hr-decision"
    body = {"decision": "refuse", "reason_code": "other"}
    assert client.post(path, json=body, headers=as_annie).json["code"] == "reason-required"
    told = client.post(path, json={**body, "reason": "Fermeture annuelle."}, headers=as_annie).json
    assert (told["reason_code"], told["reason"]) == ("other", "Fermeture annuelle.")
    provider_code = client.post(path, json={**body, "reason_code": "audience_mismatch"}, headers=as_annie)
    assert provider_code.status_code == 422


def test_own_decisions_come_first_and_those_of_the_organisation_on_demand(
    client: FlaskClient, as_annie: Headers
) -> None:
    tell(account_event(JEAN, {OURS: ["beneficiary", "hr_validator"]}), profile_event(JEAN, "Jean", "Exemple"))
    hers, his = requested(ALAIN_OF_OURS), requested(of_ours(INES, "Ines"))
    client.post(f"{API}/enrolments/{hers}/hr-decision", json={"decision": "approve"}, headers=as_annie)
    as_jean = bearer(JEAN, "hr_validator", OURS)
    body = {"decision": "refuse", "reason_code": "not_in_plan"}
    client.post(f"{API}/enrolments/{his}/hr-decision", json=body, headers=as_jean)
    own = client.get(f"{API}/hr-decisions", headers=as_annie).json["items"]
    assert [(item["enrolment_id"], item["decision"], item["decider"]) for item in own] == [
        (str(hers), "approve", "Annie Versaire")
    ]
    everybody = client.get(f"{API}/hr-decisions?decided_by=organisation&limit=1", headers=as_annie).json
    assert [(item["decider"], item["reason_code"]) for item in everybody["items"]] == [("Jean Exemple", "not_in_plan")]
    rest = client.get(
        f"{API}/hr-decisions?decided_by=organisation&limit=1&cursor={everybody['next_cursor']}", headers=as_annie
    ).json
    assert [item["enrolment_id"] for item in rest["items"]] == [str(hers)]


def lines(answer: Any) -> list[Any]:
    return [orjson.loads(line) for line in answer.data.splitlines()]


def test_the_lines_of_an_export_are_the_organisations_own_between_two_days(
    client: FlaskClient, as_annie: Headers
) -> None:
    mine = requested(ALAIN_OF_OURS)
    requested(a_person())
    answer = client.get(f"{API}/organisation-rows?kind=requests", headers=as_annie)
    assert (answer.content_type, [line["enrolment_id"] for line in lines(answer)]) == (
        "application/x-ndjson", [str(mine)],
    )  # fmt: skip
    later = f"{API}/organisation-rows?kind=requests&first_day={TODAY + days(1)}"
    assert lines(client.get(later, headers=as_annie)) == []
    today = f"{API}/organisation-rows?kind=requests&first_day={TODAY}&last_day={TODAY}"
    assert len(lines(client.get(today, headers=as_annie))) == 1
    client.post(f"{API}/enrolments/{mine}/hr-decision", json={"decision": "approve"}, headers=as_annie)
    (decided,) = lines(client.get(f"{API}/organisation-rows?kind=decisions", headers=as_annie))
    assert (decided["decision"], decided["decider_family_name"]) == ("approve", "Versaire")
    assert lines(client.get(f"{API}/organisation-rows?kind=presences", headers=as_annie)) == []


@pytest.mark.parametrize(
    "path",
    ["hr-inbox", "hr-decisions", "organisation-rows?kind=requests", "organisation-figures"],
)
def test_a_person_without_a_mandate_reads_nothing_of_the_desk(
    client: FlaskClient, as_alain: Headers, path: str
) -> None:
    answer = client.get(f"{API}/{path}", headers=as_alain)
    assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


def test_figures_count_the_requests_of_the_year(client: FlaskClient, as_annie: Headers) -> None:
    approved(ALAIN_OF_OURS)
    requested(of_ours(INES, "Ines"))
    requested(a_person())
    found = client.get(f"{API}/organisation-figures?year=2026", headers=as_annie).json
    assert {entry["status"]: entry["count"] for entry in found["by_status"]} == {"pre_enrolled": 1, "requested": 1}
    assert found["by_month"] == [{"month": 11, "requested": 2, "with_seat": 1}]
    assert found["rights"] == {"people": 2, "member_only": 1, "formations": 1}
    assert found["decisions"]["decided"] == 1
    as_referent = bearer(ANNIE, "referent", OURS)
    assert client.get(f"{API}/organisation-figures", headers=as_referent).json["year"] == TODAY.year


def deputise(deputy: Person, first: date = TODAY, last: date = TODAY) -> Any:
    mandate = Mandate(absent_account_id=ANNIE, deputy_account_id=deputy.account_id, first_day=first, last_day=last)
    with transaction() as session:
        return name_deputy(session, mandate, by=AS_REFERENT, now=NOW).deputy_id


def test_a_deputy_decides_on_the_days_of_the_absence_as_hr_validator(client: FlaskClient) -> None:
    jean = of_ours(JEAN, "Jean")
    mine = requested(ALAIN_OF_OURS)
    as_jean = bearer(JEAN, "beneficiary", OURS)
    path = f"{API}/enrolments/{mine}/hr-decision"
    assert client.post(path, json={"decision": "approve"}, headers=as_jean).status_code == 404
    deputise(jean)
    assert [item["enrolment_id"] for item in inbox(client, as_jean)["items"]] == [str(mine)]
    made = client.post(path, json={"decision": "approve"}, headers=as_jean).json
    assert (made["status"], made["decided_as"]) == ("pre_enrolled", "hr_validator")


def test_a_deputy_of_other_days_or_taken_back_decides_nothing(client: FlaskClient) -> None:
    jean = of_ours(JEAN, "Jean")
    requested(ALAIN_OF_OURS)
    as_jean = bearer(JEAN, "beneficiary", OURS)
    deputise(jean, TODAY + days(1), TODAY + days(2))
    assert client.get(f"{API}/hr-inbox", headers=as_jean).status_code == 403
    deputy_id = deputise(jean)
    assert client.get(f"{API}/hr-inbox", headers=as_jean).status_code == 200
    with transaction() as session:
        end_deputy(session, deputy_id, by=AS_REFERENT, now=NOW)
    assert client.get(f"{API}/hr-inbox", headers=as_jean).status_code == 403


def test_an_absent_colleague_is_nobody_to_ask_but_a_deputy_is() -> None:
    tell(account_event(JEAN, {OURS: ["beneficiary", "hr_validator"]}))
    own = requested(Person(JEAN, OURS, JEAN))
    as_jean = as_(Role.HR_VALIDATOR, JEAN, OURS)
    with pytest.raises(OwnRequest), transaction() as session:
        approve_as_hr_validator(session, own, by=as_jean, now=NOW)
    deputy_id = deputise(of_ours(INES, "Ines"))
    with pytest.raises(OwnRequest), transaction() as session:
        approve_as_hr_validator(session, own, by=as_jean, now=NOW)
    with transaction() as session:
        end_deputy(session, deputy_id, by=AS_REFERENT, now=NOW)
    deputise(Person(JEAN, OURS, ANNIE))
    with transaction() as session:
        approve_as_hr_validator(session, own, by=as_jean, now=NOW)
    assert status(own) == "pre_enrolled"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"deputy_account_id": str(ANNIE)}, "deputy-unfit"),
        ({"absent_account_id": str(ALAIN)}, "deputy-unfit"),
        ({"deputy_account_id": str(GUY)}, "deputy-unfit"),
        ({"last_day": "2020-01-01", "first_day": "2020-01-01"}, "deputy-unfit"),
        ({"first_day": "2027-02-01"}, "deputy-unfit"),
    ],
)
def test_an_unfit_mandate_is_refused(client: FlaskClient, changes: dict[str, Any], code: str) -> None:
    body = {
        "absent_account_id": str(ANNIE), "deputy_account_id": str(ALAIN), "first_day": "2026-11-24",
        "last_day": "2026-11-30", **changes,
    }  # fmt: skip
    answer = client.post(f"{API}/deputies", json=body, headers=bearer(ANNIE, "referent", OURS))
    assert (answer.status_code, answer.json["code"]) == (422, code)


def test_one_absence_has_one_deputy_and_the_referent_reads_them_all(client: FlaskClient) -> None:
    as_referent = bearer(ANNIE, "referent", OURS)
    body = {
        "absent_account_id": str(ANNIE), "deputy_account_id": str(ALAIN), "first_day": "2026-11-24",
        "last_day": "2026-11-30",
    }  # fmt: skip
    made = client.post(f"{API}/deputies", json=body, headers=as_referent)
    assert made.status_code == 201
    assert client.post(f"{API}/deputies", json=body, headers=as_referent).json["code"] == "deputy-overlap"
    (item,) = client.get(f"{API}/deputies", headers=as_referent).json["items"]
    assert (item["absent_name"], item["deputy_name"], item["is_in_force"]) == (
        "Annie Versaire",
        "Alain Proviste",
        False,
    )
    ended = client.post(f"{API}/deputies/{made.json['deputy_id']}/end", headers=as_referent)
    assert (ended.status_code, client.get(f"{API}/deputies", headers=as_referent).json["items"]) == (204, [])
    people = client.get(f"{API}/organisation-people", headers=as_referent).json["items"]
    assert [person["name"] for person in people] == ["Alain Proviste", "Annie Versaire"]
    assert client.get(f"{API}/deputies", headers=bearer(ALAIN, "beneficiary", OURS)).status_code == 403
