"""What the gateway takes off, adds, and lets through."""

import uuid

import pytest

from tests.gateway.door import Door

PUBLIC, PROTECTED = "/api/catalogue/v1/themes", "/api/enrolment/v1/enrolments"
SPOOFED = [
    "X-Consumer-ID",
    "X-Consumer-Custom-ID",
    "X-Consumer-Username",
    "X-Consumer-Groups",
    "X-Credential-Identifier",
    "X-Credential-Username",
    "X-Anonymous-Consumer",
    "X-Authenticated-Userid",
    "X-Authenticated-Scope",
    "X-Authenticated-Groups",
    "X-User-Id",
    "X-User-Email",
    "X-User-Roles",
    "X-Userinfo",
    "X-Forwarded-User",
    "X-Remote-User",
    "Remote-User",
    "Forwarded",
    "X-Original-URL",
    "X-Rewrite-URL",
    "X-HTTP-Method-Override",
]


@pytest.mark.parametrize("path", [PUBLIC, PROTECTED, "/", "/sso/connexion"])
def test_an_identity_that_the_client_claims_never_arrives(gateway: Door, path: str) -> None:
    claimed = dict.fromkeys(SPOOFED, "spoofed") | {name.lower(): "spoofed" for name in SPOOFED}
    seen = gateway.send("GET", path, headers={**claimed, "Authorization": f"Bearer {gateway.token}"}).seen

    assert "spoofed" not in seen.values()


@pytest.mark.parametrize("name", ["X_User_Id", "X_Consumer_Username", "X-User_Id", "Remote_User"])
def test_an_identity_spelled_with_underscores_never_arrives(gateway: Door, name: str) -> None:
    seen = gateway.send("GET", PUBLIC, headers={name: "spoofed"}).seen

    assert "spoofed" not in seen.values()


def test_a_spoofed_identity_does_not_arrive_by_a_preflight_that_is_none(gateway: Door) -> None:
    seen = gateway.send("OPTIONS", PROTECTED, headers={"X-Consumer-Username": "spoofed"}).seen

    assert "spoofed" not in seen.values()


@pytest.mark.parametrize("name", ["X-Forwarded-For", "X-Real-IP"])
def test_the_address_is_the_one_the_gateway_saw(gateway: Door, name: str) -> None:
    seen = gateway.send("GET", PUBLIC, headers={name: "203.0.113.7"}).seen

    assert "203.0.113.7" not in seen.get(name.lower(), "")
    assert seen["x-forwarded-for"]


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Path"]
)
def test_where_the_request_came_in_is_said_by_the_gateway_alone(gateway: Door, name: str) -> None:
    seen = gateway.send("GET", PUBLIC, headers={name: "spoofed"}).seen

    assert "spoofed" not in seen.values()
    assert seen["x-forwarded-proto"] in ("http", "https")


def test_a_correlation_id_is_made_handed_on_and_told(gateway: Door) -> None:
    answer = gateway.ask("GET", PUBLIC)

    made = answer.headers["x-correlation-id"]
    assert str(uuid.UUID(made)) == made
    assert answer.seen["x-correlation-id"] == made


def test_the_correlation_id_of_the_client_is_kept(gateway: Door) -> None:
    answer = gateway.ask("GET", PUBLIC, X_Correlation_Id="from-the-client")

    assert answer.headers["x-correlation-id"] == answer.seen["x-correlation-id"] == "from-the-client"


def test_an_empty_correlation_id_is_replaced(gateway: Door) -> None:
    made = gateway.ask("GET", PUBLIC, X_Correlation_Id="").headers["x-correlation-id"]

    assert str(uuid.UUID(made)) == made


def test_two_requests_have_two_correlation_ids(gateway: Door) -> None:
    assert (
        gateway.ask("GET", PUBLIC).headers["x-correlation-id"] != gateway.ask("GET", PUBLIC).headers["x-correlation-id"]
    )


@pytest.mark.parametrize("path", [PROTECTED, "/api/catalogue/v1/training-actions", "/api/identity/v1/me"])
def test_a_preflight_passes_without_a_token(gateway: Door, path: str) -> None:
    answer = gateway.ask("OPTIONS", path, Origin="https://site.example", Access_Control_Request_Method="POST")

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "https://site.example"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "Authorization" in answer.headers["access-control-allow-headers"]
    assert answer.headers["access-control-max-age"] == "600"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", ["https://site.example", "https://here.partner.example"])
def test_an_allowed_origin_may_read_every_answer_the_refusals_too(gateway: Door, origin: str) -> None:
    for answer in (gateway.ask("GET", PUBLIC, Origin=origin), gateway.ask("GET", PROTECTED, Origin=origin)):
        assert answer.headers["access-control-allow-origin"] == origin
        assert "Origin" in answer.headers["vary"]
        assert "RateLimit-Remaining" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    "origin",
    [
        "https://foreign.example",
        "https://site.example.foreign.example",
        "https://here.partner.example.foreign.example",
        "http://site.example",
        "null",
    ],
)
def test_a_foreign_origin_may_read_nothing(gateway: Door, origin: str) -> None:
    preflight = gateway.ask("OPTIONS", PROTECTED, Origin=origin, Access_Control_Request_Method="POST")

    assert "access-control-allow-origin" not in preflight.headers
    assert "access-control-allow-origin" not in gateway.ask("GET", PUBLIC, Origin=origin).headers
