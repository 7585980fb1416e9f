"""A migrated database with our organisations, people and one session, and the API over it."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from chassis import clock, database
from chassis.settings import read_settings
from enrolment.app import create
from enrolment.settings import Settings
from services.enrolment.tests.integration.arranging import (
    account_event,
    action_event,
    organisation_event,
    profile_event,
    session_event,
    tell,
)
from services.enrolment.tests.samples import ALAIN, ANNIE, CAMILLE, GUY, OURS, PROVIDER
from tests.support import tokens
from tests.support.fixtures import ServiceDatabase

Headers = dict[str, str]
DECISION_LINK_SECRET = "a-secret-of-the-tests-of-enrolment-0123"


@pytest.fixture(autouse=True)
def enrolment_database(service_database: ServiceDatabase) -> str:
    url = service_database("enrolment")
    tell(
        organisation_event(OURS, "Ma structure"),
        organisation_event(PROVIDER, "Atelier des compétences"),
        account_event(ALAIN, {OURS: ["beneficiary"]}),
        account_event(ANNIE, {OURS: ["beneficiary", "hr_validator", "referent"]}),
        account_event(GUY, {PROVIDER: ["beneficiary", "training_provider"]}),
        account_event(CAMILLE, {}, is_staff=True),
        profile_event(ALAIN, "Alain", "Proviste"),
        profile_event(ANNIE, "Annie", "Versaire"),
        action_event(),
        session_event(),
    )
    return url


@pytest.fixture
def client(enrolment_database: str) -> FlaskClient:
    environment = {
        "PP_DATABASE_URL": enrolment_database,
        "PP_ISSUER": tokens.ISSUER,
        "PP_JWKS_URL": tokens.jwks_url(),
        "PP_PUBLIC_URL": "http://127.0.0.1:8080",
        "PP_DECISION_LINK_SECRET": DECISION_LINK_SECRET,
    }
    return create(read_settings(Settings, environment)).test_client()


def bearer(
    account_id: UUID, role: str, organisation_id: UUID | None = None, roles: list[tokens.Held] | None = None
) -> Headers:
    """A token issued now by the clock of the doors, which a test may have moved."""
    issued = int(clock.now().timestamp())
    claims = tokens.claims_for(account_id, role=role, organisation_id=organisation_id, roles=roles)
    return {"Authorization": f"Bearer {tokens.sign({**claims, 'iat': issued, 'exp': issued + 300})}"}


@pytest.fixture
def as_alain() -> Headers:
    return bearer(ALAIN, "beneficiary", OURS)


@pytest.fixture
def as_annie() -> Headers:
    return bearer(ANNIE, "hr_validator", OURS)


@pytest.fixture
def as_guy() -> Headers:
    return bearer(GUY, "training_provider", PROVIDER)


@pytest.fixture
def as_camille() -> Headers:
    return bearer(CAMILLE, "staff")


@pytest.fixture
def statements() -> Iterator[Callable[[], list[str]]]:
    """What PostgreSQL was asked since the last look, reading and writing."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def look() -> list[str]:
        noted = list(seen)
        seen.clear()
        return noted

    engines = database._engines
    assert engines is not None
    for engine in (engines.writing, engines.reading):
        event.listen(engine, "before_cursor_execute", note)
    yield look
    for engine in (engines.writing, engines.reading):
        event.remove(engine, "before_cursor_execute", note)
