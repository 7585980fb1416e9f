"""A creating POST sent twice with one key creates once and answers the same."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from flask.views import MethodView
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from marshmallow import Schema, fields
from sqlalchemy import text

from chassis.app import create_app
from chassis.auth import AUDIENCE, requires
from chassis.database import engine, transaction
from chassis.doors import Blueprint
from chassis.errors import DomainError
from chassis.idempotency import idempotent
from chassis.service import Service
from chassis.settings import ServiceSettings

ISSUER = "http://127.0.0.1/sso"


class ThingSchema(Schema):
    label = fields.String(required=True)


class Refused(DomainError):
    code = "thing-refused"


doors = Blueprint("counted", __name__)


@doors.route("/things")
class Things(MethodView):
    @requires()
    @idempotent
    @doors.arguments(ThingSchema)
    @doors.response(201, ThingSchema)
    def post(self, body: dict[str, str]) -> dict[str, str]:
        with transaction() as session:
            session.execute(text("INSERT INTO made DEFAULT VALUES"))
            time.sleep(0.05)
            if body["label"] == "refused":
                raise Refused
        return body


@pytest.fixture
def client(chassis_database: str, tmp_path: Path) -> FlaskClient:
    with engine().begin() as connection:
        connection.execute(text("CREATE TABLE made (id bigint GENERATED ALWAYS AS IDENTITY)"))
    key = RSAKey.generate_key(2048, {"kid": "k"}, auto_kid=False)
    file = tmp_path / "jwks.json"
    file.write_text(json.dumps(KeySet([key]).as_dict(private=False)))
    settings = ServiceSettings(
        database_url=chassis_database, issuer=ISSUER, jwks_url=f"file://{file}", public_url="http://127.0.0.1"
    )
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "exp": int(time.time()) + 60,
        "sub": "01930000-0000-7000-8000-000000000001",
    }
    token = jwt.encode({"alg": "RS256", "kid": "k"}, claims, key)
    client = create_app(Service(name="chassis", settings="", app=""), settings, blueprints=[doors]).test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def made() -> int:
    with transaction() as session:
        return int(session.scalar(text("SELECT count(*) FROM made")) or 0)


def post(client: FlaskClient, label: str, key: str | None) -> tuple[int, object]:
    answer = client.post("/things", json={"label": label}, headers={"Idempotency-Key": key} if key else {})
    return answer.status_code, answer.json


def test_the_second_time_answers_the_same_and_creates_nothing(client: FlaskClient) -> None:
    assert post(client, "a", "k1") == post(client, "a", "k1") == (201, {"label": "a"})
    assert made() == 1


def test_a_double_click_creates_once(client: FlaskClient) -> None:
    with ThreadPoolExecutor(4) as pool:
        clients = [client.application.test_client() for _ in range(4)]
        for other in clients:
            other.environ_base.update(client.environ_base)
        results = list(pool.map(lambda other: post(other, "a", "k1"), clients))
    assert results == [(201, {"label": "a"})] * 4
    assert made() == 1


def test_the_key_of_another_request_is_refused(client: FlaskClient) -> None:
    post(client, "a", "k1")
    status, body = post(client, "b", "k1")
    assert status == 422
    assert isinstance(body, dict)
    assert body["code"] == "idempotency-mismatch"
    assert made() == 1


def test_a_refusal_frees_the_key_and_changes_nothing(client: FlaskClient) -> None:
    assert post(client, "refused", "k1")[0] == 409
    assert made() == 0
    assert post(client, "a", "k1")[0] == 201


def test_without_a_key_every_request_counts(client: FlaskClient) -> None:
    post(client, "a", None)
    post(client, "a", None)
    assert made() == 2


def test_a_key_that_is_too_long_is_refused_rather_than_cut(client: FlaskClient) -> None:
    shared = "k" * 200
    assert post(client, "a", shared)[0] == 201
    status, body = post(client, "a", f"{shared}2")
    assert (status, made()) == (422, 1)
    assert isinstance(body, dict)
    assert "Idempotency-Key" in body["errors"]
