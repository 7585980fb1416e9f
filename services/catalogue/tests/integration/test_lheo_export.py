"""The published catalogue in LHÉO 2.3."""

import re
import warnings
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from lxml import etree

from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_actions import Access, DeliveryMode
from catalogue.usecases.cancel_training_session import cancel_training_session
from chassis import clock
from chassis.database import transaction
from services.catalogue.tests.integration.arranging import a_draft, a_published_action, a_session
from services.catalogue.tests.samples import NOW, STAFF, slot, two_days

EXPORT = "/api/catalogue/v1/exports/lheo-2.3.xml"
SCHEMA = Path(__file__).parents[5] / "shared/reference/lheo-2.3.xsd"
SOON = clock.now().date() + timedelta(days=30)
NS = {"l": "http://lheo.gouv.fr/2.3"}
HOSTILE = "Objectifs <script>alert(1)</script> & « guillemets » ]]> \U0001f600"


def exported(client: FlaskClient) -> Any:
    answer = client.get(EXPORT)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml"), answer.text[:300]
    return answer


def faults_of(document: bytes) -> list[str]:
    """Against the schema of LHÉO where it is at hand."""
    if not SCHEMA.exists():
        warnings.warn(f"the schema of LHÉO is not beside the repository ({SCHEMA.name}): not validated", stacklevel=1)
        return []
    schema = etree.XMLSchema(etree.parse(str(SCHEMA)))
    schema.validate(etree.fromstring(document))
    return [str(fault) for fault in schema.error_log]


def a_self_paced() -> Any:
    return a_published_action(
        title="En ligne, à votre rythme",
        type_code="freemium_self_paced",
        access=Access.OPEN,
        duration_days=Decimal("0.2"),
        delivery_mode=DeliveryMode.REMOTE,
        contact_email="",
    )


def test_the_export_is_valid_lheo_whatever_editors_wrote(client: FlaskClient) -> None:
    action = a_published_action(
        objectives=HOSTILE, content="Long. " * 3000, audience="Public\n" * 60, methods="m" * 999
    )
    a_session(action, two_days(SOON))
    a_session(a_self_paced(), SessionPlan(capacity=None, first_day=SOON, last_day=SOON + timedelta(days=60)))
    a_published_action(title="Sans session", duration_days=Decimal("0.1"))
    document = exported(client).data
    assert faults_of(document) == []
    assert len(ElementTree.fromstring(document).findall(".//l:formation", NS)) == 3


def test_the_export_holds_what_is_published_and_nothing_else(client: FlaskClient) -> None:
    kept = a_published_action(title="Publiée")
    a_draft(title="Brouillon")
    session, cancelled = a_session(kept, two_days(SOON)), a_session(kept, two_days(SOON + timedelta(days=14)))
    a_session(kept, two_days(date(2026, 11, 24)), now=NOW - timedelta(days=9))
    with transaction() as open_session:
        cancel_training_session(
            open_session, cancelled.training_session_id, editor=STAFF, reason="Fermeture", now=clock.now()
        )
    root = ElementTree.fromstring(exported(client).data)
    assert [found.text for found in root.findall(".//l:intitule-formation", NS)] == ["Publiée"]
    sessions = root.findall(".//l:session", NS)
    assert [found.get("numero") for found in sessions] == [str(session.training_session_id)]
    assert root.findtext(".//l:organisme-formation-responsable/l:nom-organisme", namespaces=NS) == (
        "Atelier des compétences"
    )


def test_the_address_of_a_remote_meeting_is_never_exported(client: FlaskClient) -> None:
    remote = slot(SOON, delivery_mode=DeliveryMode.REMOTE, place=None, remote_url="https://visio.example.org/secret")
    a_session(a_published_action(duration_days=Decimal("1.0")), SessionPlan(capacity=4, slots=(remote,)))
    assert b"visio.example.org" not in exported(client).data


def test_hours_are_those_of_paris_in_winter_and_in_summer(client: FlaskClient) -> None:
    year = SOON.year + 1
    action = a_published_action()
    a_session(action, two_days(date(year, 3, 27), slots=(slot(date(year, 3, 27)), slot(date(year, 3, 29)))))
    hours = re.findall(rb'<extra info="start_time">(.*?)</extra>', exported(client).data)
    assert hours == [b"09:00", b"09:00"]


def test_a_reader_who_has_it_already_gets_nothing_again_until_something_changes(client: FlaskClient) -> None:
    action = a_published_action()
    tag = exported(client).headers["ETag"]
    again = client.get(EXPORT, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    a_session(action, two_days(SOON))
    changed = client.get(EXPORT, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


def test_a_look_at_the_headers_sends_no_document_and_keeps_no_connection(client: FlaskClient) -> None:
    a_published_action()
    for _ in range(15):
        answer = client.head(EXPORT)
        assert (answer.status_code, answer.data, bool(answer.headers["ETag"])) == (200, b"", True)


def test_an_empty_catalogue_has_no_export(client: FlaskClient) -> None:
    a_draft()
    assert client.get(EXPORT).status_code == 404


@pytest.mark.parametrize("actions", [1, 30])
def test_the_export_asks_the_same_number_of_questions_whatever_it_holds(
    client: FlaskClient, statements: Any, actions: int
) -> None:
    for number in range(actions):
        a_session(a_published_action(title=f"Action {number}"), two_days(SOON))
    statements()
    assert exported(client).data
    asked = [one for one in statements() if one.lstrip().startswith("SELECT")]
    assert len(asked) == 5
