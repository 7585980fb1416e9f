"""Web, wired to a stand-in for its neighbours and to a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.web.tests.integration.neighbours import Asked, Neighbours, listening
from tests.support import tokens
from web.app import create
from web.settings import Settings

ROOT = Path(__file__).resolve().parents[4]
SITE = "http://127.0.0.1:8080"


@pytest.fixture
def neighbours() -> Iterator[Neighbours]:
    """All of them."""
    with listening() as made:
        yield made


@pytest.fixture
def app(neighbours: Neighbours, service_database: Callable[[str], str]) -> Flask:
    """Web, wired to the stand-in and to a database of its own."""
    settings = Settings(
        database_url=service_database("web"),
        issuer=neighbours.issuer,
        jwks_url=tokens.jwks_url(),
        public_url=SITE,
        api_url=neighbours.url,
        client_id="web",
        client_secret="secret-of-the-tests",
        session_secret="0123456789abcdef0123456789abcdef",
        assets_dir=ROOT / "node_modules",
    )
    return create(settings)


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A visitor."""
    return app.test_client()


SignIn = Callable[..., FlaskClient]


@pytest.fixture
def sign_in(app: Flask, neighbours: Neighbours) -> SignIn:
    """`sign_in()` goes through the provider and returns a browser with a cookie; `return_to` is where it was."""

    def go(return_to: str = "/", client: FlaskClient | None = None) -> FlaskClient:
        browser = client or app.test_client()
        to_provider = browser.get("/connexion", query_string={"suite": return_to})
        back = _provider_answer(neighbours, to_provider.headers["Location"])
        browser.get(back["Location"].removeprefix(SITE))
        return browser

    return go


def _provider_answer(neighbours: Neighbours, address: str) -> dict[str, str]:
    parts = urlsplit(address)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    _, _, headers = neighbours.answer(Asked("GET", parts.path, query, {}, None))
    return headers
