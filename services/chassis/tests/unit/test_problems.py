"""Every refusal is a problem detail (RFC 9457), and says no more than it should."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chassis import database
from chassis.app import openapi_document

THINGS = "/api/things/v1/things"


def said(answer: TestResponse) -> dict[str, Any]:
    body = answer.get_json()
    assert isinstance(body, dict)
    return body


@pytest.fixture
def bearer(token: Callable[..., str]) -> dict[str, str]:
    return {"Authorization": f"Bearer {token()}"}


def test_a_refusal_carries_code_figures_and_next_step(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.post(THINGS, json={"label": "full"}, headers=bearer)
    assert answer.content_type == "application/problem+json"
    assert answer.json == {
        "type": "urn:parcourspro:problem:thing-full",
        "title": "There is no room left",
        "status": 409,
        "code": "thing-full",
        "figures": {"capacity": 12},
        "next_step": "come-back",
    }


def test_a_crash_says_nothing_of_what_happened_inside(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.post(THINGS, json={"label": "crash"}, headers=bearer)
    assert answer.status_code == 500
    assert answer.content_type == "application/problem+json"
    assert b"secret of the house" not in answer.data


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ('{"label"', "application/json", 400, "malformed-request"),
        ("{}", "application/json", 422, "invalid-input"),
        ('{"label": "a", "novelty": 1}', "application/json", 422, "invalid-input"),
        ('{"label": 3}', "application/json", 422, "invalid-input"),
        ("[]", "application/json", 422, "invalid-input"),
        ("label=a", "application/x-www-form-urlencoded", 415, "unsupported-media-type"),
        ('{"label": "' + "a" * 2000 + '"}', "application/json", 413, "too-large"),
    ],
)
def test_bad_input_is_named(
    client: FlaskClient, bearer: dict[str, str], body: str, kind: str, status: int, code: str
) -> None:
    answer = client.post(THINGS, data=body, content_type=kind, headers=bearer)
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert answer.content_type == "application/problem+json"


def test_the_faulty_field_is_named(client: FlaskClient, bearer: dict[str, str]) -> None:
    answer = client.post(THINGS, json={}, headers=bearer)
    assert answer.json is not None
    assert list(answer.json["errors"]) == ["label"]


def test_unknown_addresses_and_methods_are_problems_too(client: FlaskClient) -> None:
    assert said(client.get("/api/things/v1/nothing"))["code"] == "not-found"
    answer = client.delete(THINGS)
    assert said(answer)["code"] == "method-not-allowed"
    assert "POST" in answer.headers["Allow"]


def test_the_document_says_who_may_call_and_that_refusals_are_problems(app: Flask) -> None:
    document = openapi_document(app)
    operations = document["paths"][THINGS]
    assert "security" not in operations["get"]
    assert operations["post"]["x-roles"] == ["hr_validator"]
    for response in document["components"]["responses"].values():
        assert "application/json" not in response.get("content", {})


def test_health_without_a_database_is_alive_but_not_ready(client: FlaskClient) -> None:
    database.bind("postgresql://nobody@127.0.0.1:1/none")
    assert client.get("/livez").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503


def test_a_fault_inside_a_list_is_named_by_its_position(client: FlaskClient) -> None:
    answer = client.post("/api/things/v1/labels", json={"label": ["a", 1]})
    assert (answer.status_code, said(answer)["errors"]) == (422, {"label": {"1": ["Not a valid string."]}})


def test_a_cursor_that_is_none_of_ours_is_named(client: FlaskClient) -> None:
    answer = client.get("/api/things/v1/labels?cursor=nonsense")
    assert (answer.status_code, said(answer)["code"]) == (422, "invalid-input")
    assert said(answer)["errors"] == {"cursor": ["Not a cursor of this list."]}
