"""Files of other systems, taken offer by offer."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from catalogue.commands import import_lheo
from catalogue.domain.imports import Import, ImportStatus
from catalogue.jobs import JOBS, TASKS
from catalogue.store.import_tables import IMPORTS
from catalogue.store.tables import PUBLICATIONS, TRAINING_ACTIONS, TRAINING_SESSIONS
from chassis import clock
from chassis.database import engine, transaction
from chassis.tables import OUTBOX
from chassis.worker import run_due
from services.catalogue.tests.integration.arranging import a_published_action, a_session
from services.catalogue.tests.lheo import NS_22, a_file, a_formation, an_action, many_formations
from services.catalogue.tests.lheo import a_session as an_offered
from services.catalogue.tests.samples import GUY, slot, two_days

IMPORTS_URL = "/api/catalogue/v1/imports"
ACTIONS = "/api/catalogue/v1/training-actions"
PLAN = {"file_name": "offres.xml", "type_code": "formation", "theme_code": "financing"}


def next_monday() -> date:
    day = clock.now().date() + timedelta(days=40)
    return day - timedelta(days=day.weekday())


MONDAY = next_monday()
Send = Callable[..., dict[str, Any]]


@pytest.fixture
def send(client: FlaskClient, as_staff: dict[str, str]) -> Send:
    """Upload a file in parts, let a worker take it, and read how it ended."""

    def sent(document: bytes, *, size: int = 1000, **changes: Any) -> dict[str, Any]:
        begun = client.post(IMPORTS_URL, json={**PLAN, **changes}, headers=as_staff)
        assert begun.status_code == 201, begun.text
        place = f"{IMPORTS_URL}/{begun.json['import_id']}"
        parts = [document[at : at + size] for at in range(0, len(document), size)] or [b""]
        for number, part in enumerate(parts, 1):
            assert client.put(f"{place}/parts/{number}", data=part, headers=as_staff).status_code == 200
        started = client.post(f"{place}/start", headers=as_staff)
        assert (started.status_code, started.json["status"]) == (202, "waiting")
        assert run_due(TASKS) == 1
        found: dict[str, Any] = client.get(place, headers=as_staff).json
        report = client.get(f"{place}/faults", headers=as_staff, query_string={"limit": 100}).json
        return {**found, "report": [(one["line"], one["reason"]) for one in report["items"]], "items": report["items"]}

    return sent


def counted(table: Any) -> int:
    with engine().connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def titles() -> list[str]:
    with engine().connect() as connection:
        return sorted(connection.scalars(select(TRAINING_ACTIONS.c.title)))


def with_session(number: str = "F1", **changes: Any) -> str:
    return a_formation(
        number, actions=an_action(sessions=an_offered(first=MONDAY, last=MONDAY + timedelta(days=1))), **changes
    )


def test_good_offers_go_in_and_bad_ones_are_told_with_line_and_reason(send: Send) -> None:
    found = send(a_file(with_session("F1"), a_formation("F2", siret="12345678901234"), a_formation("F3", title="")))
    assert (found["status"], found["formations"], found["read"]) == ("done", 3, 3)
    assert (found["created"], found["sessions"], found["faulty"]) == (1, 1, 2)
    assert found["report"] == [(4, "provider-unknown"), (5, "title-missing")]
    assert found["items"][0]["figures"] == {"siret": "12345678901234"}
    assert (titles(), counted(TRAINING_SESSIONS)) == (["Financer un parcours"], 1)


def test_the_same_file_a_second_time_changes_nothing_and_says_nothing(send: Send) -> None:
    document = a_file(with_session("F1"), with_session("F2"))
    first = send(document)
    said = counted(OUTBOX)
    second = send(document)
    assert (first["created"], second["created"], second["updated"], second["unchanged"]) == (2, 0, 0, 2)
    assert (counted(TRAINING_ACTIONS), counted(TRAINING_SESSIONS), counted(OUTBOX)) == (2, 2, said)


def test_an_offer_that_changed_changes_the_action_it_became(send: Send) -> None:
    send(a_file(with_session("F1", title="Avant")))
    found = send(a_file(with_session("F1", title="Après"), with_session("F2", title="Autre")))
    assert (found["created"], found["updated"]) == (1, 1)
    assert titles() == ["Après", "Autre"]


def test_a_session_whose_days_changed_is_moved_and_hours_set_by_hand_stay(
    send: Send, client: FlaskClient, as_staff: dict[str, str]
) -> None:
    send(a_file(with_session("F1")))
    with engine().connect() as connection:
        key = connection.scalar(select(TRAINING_SESSIONS.c.training_session_id))
    place = f"/api/catalogue/v1/training-sessions/{key}"
    kept = client.get(place, headers=as_staff).json
    slots = [{**plan, "slot_id": one["slot_id"]} for plan, one in zip(by_hand(), kept["slots"], strict=True)]
    body = {"capacity": 5, "slots": slots, "duration_confirmed": True}
    assert client.put(place, json=body, headers=as_staff).status_code == 200
    send(a_file(with_session("F1", title="Autre titre")))
    assert client.get(place, headers=as_staff).json["capacity"] == 5
    later = an_offered(first=MONDAY + timedelta(days=7), last=MONDAY + timedelta(days=8))
    send(a_file(a_formation("F1", actions=an_action(sessions=later))))
    assert client.get(place, headers=as_staff).json["first_day"] == (MONDAY + timedelta(days=7)).isoformat()
    assert counted(TRAINING_SESSIONS) == 1


def by_hand() -> list[dict[str, Any]]:
    place = {"name": "Ailleurs", "street": "", "postcode": "86000", "city": "Poitiers"}
    days = (MONDAY, MONDAY + timedelta(days=1))
    times = {"start_time": "10:00", "end_time": "16:00", "delivery_mode": "in_person", "place": place}
    return [{"date": day.isoformat(), **times} for day in days]


def test_what_a_file_does_not_tell_is_left_to_complete_and_said(send: Send) -> None:
    far = an_offered(first=MONDAY, last=MONDAY + timedelta(days=90))
    nowhere = an_action(sessions=an_offered(first=MONDAY, last=MONDAY + timedelta(days=1)), place=False)
    found = send(
        a_file(a_formation("F1", actions=an_action(sessions=far)), a_formation("F2", actions=nowhere)), publish=True
    )
    assert (found["created"], found["published"], found["sessions"], found["remarks"]) == (2, 0, 0, 4)
    assert [reason for _, reason in found["report"]] == [
        "incomplete",
        "session-hours-unknown",
        "incomplete",
        "session-place-unknown",
    ]
    assert found["items"][0]["figures"] == {"missing": ["rules_of_procedure", "trainers"]}


def test_our_own_export_comes_back_without_loss_and_without_doubles(
    send: Send, client: FlaskClient, as_staff: dict[str, str]
) -> None:
    action = a_published_action(objectives="Premier\nSecond", rules_of_procedure="Le règlement\nde l'organisme.")
    kept = a_session(action, two_days(MONDAY, slots=(slot(MONDAY, "09:00", "12:30"), slot(MONDAY, "13:30", "17:00")),
                                      duration_confirmed=True))  # fmt: skip
    before = client.get(f"{ACTIONS}/{action.training_action_id}", headers=as_staff).json
    document = client.get("/api/catalogue/v1/exports/lheo-2.3.xml").data
    said = counted(OUTBOX)
    found = send(document, publish=True)
    assert (found["created"], found["updated"], found["report"], counted(OUTBOX)) == (0, 1, [], said)
    assert client.get(f"{ACTIONS}/{action.training_action_id}", headers=as_staff).json == before
    assert (counted(TRAINING_ACTIONS), counted(TRAINING_SESSIONS), counted(PUBLICATIONS)) == (1, 1, 1)
    assert kept.version == 1


def test_an_offer_without_approvals_is_published_at_once_where_staff_ask_for_it(send: Send) -> None:
    own = (
        '<extras info="parcourspro"><extra info="rules_of_procedure">Le règlement</extra>'
        '<extra info="type">freemium_self_paced</extra><extra info="access">open</extra>'
        '<extra info="hr_approval_required">0</extra><extra info="provider_approval_required">0</extra></extras>'
    )
    action = an_action(mode="2", sessions=an_offered(first=MONDAY, last=MONDAY + timedelta(days=60)))
    document = a_file(a_formation(actions=action.replace("</action>", f"{own}</action>")))
    found = send(document, publish=True)
    assert (found["published"], found["sessions"], found["report"]) == (1, 1, [])


HOSTILE = '<!DOCTYPE lheo [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda document: document[:-40], "truncated"),
        (lambda document: document.replace(b"?>\n", f"?>\n{HOSTILE}".encode(), 1), "document-type"),
        (lambda document: document.replace(b"lheo.gouv.fr", b"lheo.example.org"), "namespace"),
        (lambda document: document.replace("é".encode(), b"\xe9"), "malformed"),
        (lambda _document: b"", "truncated"),
    ],
)
def test_a_file_that_cannot_be_read_to_its_end_writes_nothing(
    send: Send, spoil: Callable[[bytes], bytes], reason: str
) -> None:
    found = send(spoil(a_file(*(with_session(f"F{number}") for number in range(60)))))
    assert (found["status"], found["failure"]["reason"]) == ("failed", reason)
    assert (counted(TRAINING_ACTIONS), counted(OUTBOX), found["created"]) == (0, 0, 0)


def test_html_of_descriptions_never_reaches_a_reader(send: Send, client: FlaskClient, as_staff: dict[str, str]) -> None:
    send(a_file(with_session(content="&lt;script&gt;alert(1)&lt;/script&gt;&lt;b onclick=x&gt;Contenu&lt;/b&gt;")))
    (item,) = client.get("/api/catalogue/v1/training-action-drafts", headers=as_staff).json["items"]
    draft = client.get(f"{ACTIONS}/{item['training_action_id']}/draft", headers=as_staff).json
    assert draft["content"] == "Contenu"


def test_a_worker_that_died_half_way_leaves_a_run_that_begins_anew(
    send: Send, client: FlaskClient, as_staff: dict[str, str]
) -> None:
    found = send(a_file(*(with_session(f"F{number}") for number in range(60))))
    assert found["created"] == 60
    with transaction() as session:
        kept = session.get(Import, UUID(found["import_id"]))
        assert kept is not None
        kept.status, kept.ended_at = ImportStatus.RUNNING, None
    again = send(a_file(*(with_session(f"F{number}") for number in range(60))))
    assert (again["created"], again["unchanged"], counted(TRAINING_ACTIONS)) == (0, 60, 60)


def test_parts_arrive_in_order_and_the_last_may_be_sent_again(client: FlaskClient, as_staff: dict[str, str]) -> None:
    place = f"{IMPORTS_URL}/{client.post(IMPORTS_URL, json=PLAN, headers=as_staff).json['import_id']}"
    codes = []
    for number, content in ((2, b"b"), (1, b"a"), (1, b"a"), (1, b"other"), (2, b"b"), (1, b"a")):
        answer = client.put(f"{place}/parts/{number}", data=content, headers=as_staff)
        codes.append(answer.json.get("code", answer.status_code))
    assert codes == ["part-out-of-order", 200, 200, "part-out-of-order", 200, "part-out-of-order"]
    assert client.post(f"{place}/start", headers=as_staff).status_code == 202
    late = client.put(f"{place}/parts/3", data=b"c", headers=as_staff)
    assert (late.status_code, late.json["code"]) == (409, "import-not-open")


def test_nothing_is_started_before_something_arrived(client: FlaskClient, as_staff: dict[str, str]) -> None:
    place = f"{IMPORTS_URL}/{client.post(IMPORTS_URL, json=PLAN, headers=as_staff).json['import_id']}"
    assert client.post(f"{place}/start", headers=as_staff).json["code"] == "part-out-of-order"
    assert client.put(f"{IMPORTS_URL}/{uuid4()}/parts/1", data=b"a", headers=as_staff).status_code == 404


def test_only_staff_import(client: FlaskClient, as_trainer: dict[str, str]) -> None:
    assert client.post(IMPORTS_URL, json=PLAN, headers=as_trainer).status_code == 403
    assert client.get(IMPORTS_URL, headers=as_trainer).status_code == 403


def test_an_import_names_a_type_and_a_theme_that_exist(client: FlaskClient, as_staff: dict[str, str]) -> None:
    answer = client.post(IMPORTS_URL, json={**PLAN, "type_code": "unknown"}, headers=as_staff)
    assert (answer.status_code, answer.json["figures"]["faults"]) == (
        422,
        [{"fault": "unknown", "field": "type_code"}],
    )


def test_imports_and_their_reports_are_paged(send: Send, client: FlaskClient, as_staff: dict[str, str]) -> None:
    for _ in range(3):
        found = send(a_file(*(a_formation(f"F{number}", title="") for number in range(3))))
    for place, count in ((IMPORTS_URL, 3), (f"{IMPORTS_URL}/{found['import_id']}/faults", 3)):
        seen, cursor = [], None
        for _ in range(count):
            query = {"limit": 1, **({"cursor": cursor} if cursor else {})}
            page = client.get(place, headers=as_staff, query_string=query).json
            seen += [orjson.dumps(item) for item in page["items"]]
            cursor = page["next_cursor"]
        assert (len(set(seen)), cursor) == (count, None)
        assert client.get(place, headers=as_staff, query_string={"cursor": "x"}).status_code == 422


def test_the_parts_go_when_the_import_is_over_or_was_left(
    send: Send, client: FlaskClient, as_staff: dict[str, str], tmp_path: Path
) -> None:
    send(a_file(with_session()))
    begun = client.post(IMPORTS_URL, json=PLAN, headers=as_staff).json["import_id"]
    client.put(f"{IMPORTS_URL}/{begun}/parts/1", data=b"a", headers=as_staff)
    kept = [path.parent.name for path in (tmp_path / "imports").rglob("0*") if path.is_file()]
    assert kept == [begun]
    JOBS["abandon-uploads"].run(clock.now() + timedelta(days=2))
    assert [path for path in (tmp_path / "imports").rglob("0*") if path.is_file()] == []
    assert client.get(f"{IMPORTS_URL}/{begun}", headers=as_staff).json["status"] == "abandoned"


def test_an_operator_imports_a_file_at_once(
    client: FlaskClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "offres.xml"
    path.write_bytes(a_file(*many_formations(3, first_day=MONDAY), a_formation("F9", title=""), namespace=NS_22))
    assert import_lheo.run([str(path), "--type", "formation", "--theme", "financing"]) == 0
    *faults, counts = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (counts["created"], counts["sessions"], counts["faulty"]) == (3, 3, 1)
    assert faults == [{"line": 6, "offer": "F9", "reason": "title-missing"}]
    path.write_bytes(path.read_bytes()[:-20])
    assert import_lheo.run([str(path), "--type", "formation", "--theme", "financing"]) == 1
    assert import_lheo.run([str(tmp_path / "none"), "--type", "formation", "--theme", "financing"]) == 2
    assert import_lheo.run([str(path), "--type", "unknown", "--theme", "financing"]) == 2
    assert counted(IMPORTS) == 2


def test_trainers_named_by_hand_stay_when_the_file_comes_again(
    send: Send, client: FlaskClient, as_staff: dict[str, str]
) -> None:
    send(a_file(with_session(title="Avant")))
    (item,) = client.get("/api/catalogue/v1/training-action-drafts", headers=as_staff).json["items"]
    place = f"{ACTIONS}/{item['training_action_id']}"
    draft = client.get(f"{place}/draft", headers=as_staff).json
    names = ("title", "type_code", "theme_code", "delivery_mode", "duration_days", "access", "provider_organisation_id")
    trainers = [{"name": "Guy Rembourg", "account_id": str(GUY)}]
    client.put(place, json={**{name: draft[name] for name in names}, "trainers": trainers}, headers=as_staff)
    send(a_file(with_session(title="Après")))
    after = client.get(f"{place}/draft", headers=as_staff).json
    assert (after["title"], after["trainers"]) == ("Après", trainers)
