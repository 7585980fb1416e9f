"""A migrated database with its classification and two providers, and the API over it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from catalogue.app import configure, create
from catalogue.settings import Settings
from catalogue.usecases.keep_classification import keep_theme, keep_training_action_type
from catalogue.usecases.note_organisation import note_organisation
from chassis import database
from chassis.database import transaction
from chassis.events import Event
from chassis.settings import read_settings
from services.catalogue.tests.samples import (
    CAMILLE,
    DIGITAL,
    FINANCING,
    FORMATION,
    FREEMIUM,
    GUY,
    NOW,
    OTHER_PROVIDER,
    PROVIDER,
)
from tests.support import tokens
from tests.support.fixtures import ServiceDatabase


def organisation_told(organisation_id: UUID, name: str, *, version: int = 1, **changes: Any) -> Event:
    data = {
        "organisation_id": str(organisation_id),
        "siret": "99900000100017",
        "name": name,
        "address": {"street": "1 rue du Port", "postcode": "17000", "city": "La Rochelle"},
        "activity_declaration_number": "75170000117",
        "closed_on": None,
        "memberships": [],
        **changes,
    }
    return Event(
        type="organisation.changed.v1", subject=organisation_id, subject_version=version, data=data, occurred_at=NOW
    )


@pytest.fixture(autouse=True)
def catalogue_database(service_database: ServiceDatabase) -> str:
    url = service_database("catalogue")
    with transaction() as session:
        for kept in (FORMATION, FREEMIUM):
            keep_training_action_type(session, kept)
        for theme in (FINANCING, DIGITAL):
            keep_theme(session, theme)
        note_organisation(session, organisation_told(PROVIDER, "Atelier des compétences"))
        note_organisation(session, organisation_told(OTHER_PROVIDER, "Formation Littoral"))
    return url


@pytest.fixture
def client(catalogue_database: str, tmp_path: Path) -> FlaskClient:
    environment = {
        "PP_IMPORTS_STORE_URL": f"file://{tmp_path}/imports",
        "PP_DATABASE_URL": catalogue_database,
        "PP_ISSUER": tokens.ISSUER,
        "PP_JWKS_URL": tokens.jwks_url(),
        "PP_PUBLIC_URL": "http://127.0.0.1:8080",
    }
    settings = read_settings(Settings, environment)
    configure(settings)
    return create(settings).test_client()


def _bearer(account_id: UUID, role: str, organisation_id: UUID | None) -> dict[str, str]:
    token = tokens.sign(tokens.claims_for(account_id, role=role, organisation_id=organisation_id))
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def as_staff() -> dict[str, str]:
    return _bearer(CAMILLE, "staff", None)


@pytest.fixture
def as_trainer() -> dict[str, str]:
    return _bearer(GUY, "training_provider", PROVIDER)


@pytest.fixture
def as_stranger() -> dict[str, str]:
    return _bearer(GUY, "training_provider", OTHER_PROVIDER)


@pytest.fixture
def as_beneficiary() -> dict[str, str]:
    return _bearer(GUY, "beneficiary", PROVIDER)


@pytest.fixture
def statements() -> Iterator[Callable[[], list[str]]]:
    """What PostgreSQL was asked since the last look, reading and writing."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    def look() -> list[str]:
        found = list(seen)
        seen.clear()
        return found

    engines = database._engines
    for engine in (engines.writing, engines.reading):
        event.listen(engine, "before_cursor_execute", note)
    yield look
    for engine in (engines.writing, engines.reading):
        event.remove(engine, "before_cursor_execute", note)
