"""A small service for trying the doors of the chassis: its key, its tokens, its app."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask.views import MethodView
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from marshmallow import Schema, fields

from chassis.app import create_app
from chassis.auth import AUDIENCE, current_principal, public, requires
from chassis.doors import Blueprint
from chassis.errors import DomainError
from chassis.paging import PageArgs, decode_cursor
from chassis.principal import Role
from chassis.service import Service
from chassis.settings import ServiceSettings

ISSUER = "http://127.0.0.1/sso"
ACCOUNT = "01930000-0000-7000-8000-000000000001"
ORGANISATION = "01930000-0000-7000-8000-000000000101"


@dataclass(frozen=True)
class Keys:
    """A signing key, its `kid` and the file that publishes it."""

    private: RSAKey
    file: Path

    def publish(self, *keys: RSAKey) -> None:
        self.file.write_text(json.dumps(KeySet(list(keys) or [self.private]).as_dict(private=False)))


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}, auto_kid=False)


def claims(**changes: Any) -> dict[str, Any]:
    values = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": ACCOUNT,
        "exp": int(time.time()) + 300,
        "client_id": "web",
        "roles": [{"role": "hr_validator", "organisation": ORGANISATION}, {"role": "staff", "organisation": None}],
        "active_role": "hr_validator",
        "active_organisation": ORGANISATION,
    }
    return {name: value for name, value in {**values, **changes}.items() if value is not ...}


def signed(key: RSAKey, header: dict[str, Any] | None = None, **changes: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": key.kid, **(header or {})}, claims(**changes), key)


class ThingSchema(Schema):
    label = fields.String(required=True)


class LabelsSchema(Schema):
    label = fields.List(fields.String())


class Full(DomainError):
    code = "thing-full"
    title = "There is no room left"


doors = Blueprint("things", __name__, url_prefix="/api/things/v1")


@doors.route("/things")
class Things(MethodView):
    @public
    @doors.response(200, ThingSchema(many=True))
    def get(self) -> list[dict[str, str]]:
        return [{"label": "é"}]

    @requires(Role.HR_VALIDATOR)
    @doors.arguments(ThingSchema)
    @doors.response(201, ThingSchema)
    def post(self, body: dict[str, str]) -> dict[str, str]:
        if body["label"] == "full":
            raise Full(figures={"capacity": 12}, next_step="come-back")
        if body["label"] == "crash":
            raise RuntimeError("secret of the house")
        return body


@doors.route("/labels")
class Labels(MethodView):
    @public
    @doors.arguments(LabelsSchema)
    @doors.response(200)
    def post(self, body: dict[str, list[str]]) -> dict[str, list[str]]:
        return body

    @public
    @doors.arguments(PageArgs, location="query")
    @doors.response(200)
    def get(self, page: dict[str, Any]) -> dict[str, Any]:
        return {"after": decode_cursor(page["cursor"])}


@doors.route("/me")
class Me(MethodView):
    @requires()
    @doors.response(200)
    def get(self) -> dict[str, str]:
        return {"label": str(current_principal().account_id)}


def app_with(keys: Keys) -> Flask:
    settings = ServiceSettings(
        database_url="postgresql://nobody@127.0.0.1:1/none",
        issuer=ISSUER,
        jwks_url=f"file://{keys.file}",
        public_url="http://127.0.0.1",
        max_body_bytes=1000,
    )
    return create_app(Service(name="chassis", settings="", app=""), settings, blueprints=[doors])


@pytest.fixture(scope="session")
def private_key() -> RSAKey:
    return new_key("k1")


@pytest.fixture(scope="session")
def other_key() -> RSAKey:
    """A key with the same `kid` that nobody published."""
    return new_key("k1")


@pytest.fixture
def keys(tmp_path: Path, private_key: RSAKey) -> Keys:
    keys = Keys(private=private_key, file=tmp_path / "jwks.json")
    keys.publish()
    return keys


@pytest.fixture
def app(keys: Keys) -> Flask:
    return app_with(keys)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def token(private_key: RSAKey) -> Callable[..., str]:
    """Makes an access token; `...` as a value leaves a claim out, `key=` signs with another key."""

    def make(key: RSAKey = private_key, header: dict[str, Any] | None = None, **changes: Any) -> str:
        return signed(key, header, **changes)

    return make
