"""A fresh database with a key and three clients, the app on it, and browsers."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from chassis import clock
from chassis.database import transaction
from chassis.settings import read_settings
from identity import app as wiring
from identity.domain.signing_keys import KeyState, SigningKey
from identity.settings import Settings
from identity.store import key_ring
from services.identity.tests.integration.arranging import (
    ISSUER,
    NOW,
    SECRET,
    SITE,
    Browser,
    NewBrowser,
    register_clients,
)
from tests.support import tokens
from tests.support.fixtures import ServiceDatabase

ASSETS = Path(__file__).parents[4] / "node_modules"


@pytest.fixture(autouse=True)
def settings(service_database: ServiceDatabase) -> Settings:
    environment = {
        "PP_DATABASE_URL": service_database("identity"),
        "PP_ISSUER": ISSUER,
        "PP_JWKS_URL": tokens.jwks_url(),
        "PP_PUBLIC_URL": SITE,
        "PP_KEY_ENCRYPTION_SECRET": "k" * 32,
        "PP_SESSION_SECRET": "s" * 32,
        "PP_CLIENT_SECRET": SECRET,
        "PP_ASSETS_DIR": str(ASSETS),
        "PP_HASHES_WAITING": "8",
    }
    settings = read_settings(Settings, environment)
    wiring.configure(settings)
    return settings


@cache
def a_key() -> tuple[str, dict[str, Any], str]:
    """Made once a process: a new RSA key takes longer than most tests."""
    return key_ring.generate()


@pytest.fixture
def app(settings: Settings) -> Flask:
    kid, public_key, sealed = a_key()
    key = SigningKey(
        kid=kid, state=KeyState.CURRENT, public_key=public_key, sealed_private_key=sealed, created_at=NOW, moved_at=NOW
    )
    with transaction() as session:
        session.add(key)
    register_clients()
    return wiring.create(settings)


@pytest.fixture
def new_browser(app: Flask) -> NewBrowser:
    return lambda: Browser(app)


@pytest.fixture
def browser(new_browser: NewBrowser) -> Browser:
    return new_browser()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    clock.shift(0)
