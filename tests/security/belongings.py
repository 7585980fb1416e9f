"""What people of the employer and of the provider have: of the demo, and made by themselves where it has none."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.database import engine, transaction
from chassis.principal import Role
from enrolment.usecases.prepare_exports import find_due_exports, prepare_export
from identity.store import accounts
from identity.usecases.remember_sign_in import Visit, remember_sign_in
from tests.contracts.world import World
from tests.support import tokens

_ID = "01930000-0000-7000-8000-000000000{}".format
EMPLOYER, PROVIDER = _ID("101"), _ID("104")
ALAIN, ANNIE, GUY = _ID("001"), _ID("002"), _ID("003")
ENROLMENT_OF_ALAIN = _ID("401")
AS_ALAIN = tokens.bearer(ALAIN, role=Role.BENEFICIARY, organisation_id=EMPLOYER)
AS_ANNIE = tokens.bearer(ANNIE, role=Role.HR_VALIDATOR, organisation_id=EMPLOYER)
AS_REFERENT = tokens.bearer(ANNIE, role=Role.REFERENT, organisation_id=EMPLOYER)
AS_GUY = tokens.bearer(GUY, role=Role.TRAINING_PROVIDER, organisation_id=PROVIDER)
# Where the demo's own things of these people are kept.
_KEPT = {
    "change_report_id": ("identity", "SELECT id FROM change_reports WHERE organisation_id = :employer"),
    "membership_request_id": ("identity", "SELECT id FROM membership_requests"),
    "referencing_id": ("identity", "SELECT id FROM referencings"),
    "sign_in_id": ("identity", "SELECT id FROM sign_ins WHERE account_id = :alain"),
    "complaint_id": ("enrolment", "SELECT complaint_id FROM complaints WHERE enrolment_id = :enrolment_of_alain"),
    "deputy_id": ("enrolment", "SELECT deputy_id FROM deputies WHERE organisation_id = :employer"),
    "schedule_id": ("enrolment", "SELECT schedule_id FROM export_schedules WHERE account_id = :annie"),
    "export_id": ("enrolment", "SELECT export_id FROM prepared_exports WHERE account_id = :annie"),
    "saved_search_id": ("catalogue", "SELECT saved_search_id FROM saved_searches WHERE account_id = :alain"),
    "badge_id": ("documents", "SELECT badge_id FROM badges WHERE account_id = :alain"),
    "bundle_id": ("documents", "SELECT bundle_id FROM bundles WHERE requested_by = :alain"),
    "message_id": ("notification", "SELECT message_id FROM messages WHERE account_id = :alain"),
}
_PEOPLE = {"employer": EMPLOYER, "alain": ALAIN, "annie": ANNIE, "enrolment_of_alain": ENROLMENT_OF_ALAIN}


def _post(world: World, path: str, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    answer = world.app(path.split("/")[2]).test_client().post(path, headers=headers, json=body)
    assert answer.status_code in (200, 201, 202), answer.text
    given: dict[str, Any] = answer.get_json()
    return given


def _sign_in(world: World) -> None:
    world.bind("identity")
    with transaction() as session:
        visit = Visit(earlier_token="", agent="Firefox", methods=("pwd",))
        remember_sign_in(session, accounts.lock_account(session, UUID(ALAIN)), visit=visit, now=datetime.now(UTC))


def _save_a_search(world: World) -> None:
    body = {"label": "Entretien", "tells": True, "criteria": {"q": "entretien"}}
    _post(world, "/api/catalogue/v1/my/saved-searches", AS_ALAIN, body)


def _name_a_deputy(world: World) -> None:
    today = datetime.now(UTC).date()
    days = {"first_day": str(today + timedelta(days=2)), "last_day": str(today + timedelta(days=9))}
    body = {"absent_account_id": ANNIE, "deputy_account_id": ALAIN, **days}
    _post(world, "/api/enrolment/v1/deputies", AS_REFERENT, body)


def _have_an_export_prepared(world: World) -> None:
    body = {"kind": "requests", "file_format": "csv", "frequency": "weekly"}
    _post(world, "/api/enrolment/v1/export-schedules", AS_ANNIE, body)
    later = datetime.now(UTC) + timedelta(days=8)
    with transaction() as session:
        assert sum(prepare_export(session, key, now=later) for key in find_due_exports(session, now=later)) == 1


def _earn_a_badge(world: World) -> None:
    badge = _post(world, "/api/documents/v1/badges", AS_ALAIN, {"enrolment_id": ENROLMENT_OF_ALAIN})
    _post(world, f"/api/documents/v1/badges/{badge['badge_id']}/decision", AS_GUY, {"decision": "accept"})


def _have_a_passport_made(world: World) -> None:
    _post(world, "/api/documents/v1/bundles", AS_ALAIN, {"kind": "passport"})


_MAKING: tuple[Callable[[World], None], ...] = (
    _sign_in,
    _save_a_search,
    _name_a_deputy,
    _have_an_export_prepared,
    _earn_a_badge,
    _have_a_passport_made,
)


def make_all(world: World) -> None:
    """Have the people do what gives them one of each thing; the tasks of documents are done."""
    for make in _MAKING:
        make(world)
    world.make_documents()


def kept(world: World) -> dict[str, set[str]]:
    """Keys by the name they have in a path."""
    found = {}
    for name, (service, statement) in _KEPT.items():
        world.bind(service)
        with engine().connect() as connection:
            found[name] = {str(key) for key in connection.execute(text(statement), _PEOPLE).scalars()}
    return found
