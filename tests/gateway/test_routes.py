"""Each route reaches its service, unchanged; what has no business outside stays inside."""

import pytest

from tests.gateway.door import Door

ID = "01930000-0000-7000-8000-000000000201"
PROTECTED = {
    "identity": ["/api/identity/v1/me"],
    "catalogue": [
        "/api/catalogue/v1/training-actions/" + ID + "/publication",
        "/api/catalogue/v1/training-sessions/" + ID,
    ],
    "enrolment": ["/api/enrolment/v1/enrolments", "/api/enrolment/v1/verdicts?training_session_id=" + ID],
    "notification": ["/api/notification/v1/messages"],
    "documents": ["/api/documents/v1/documents", "/api/documents/v1/documents/" + ID + "/file"],
}
PUBLIC = {
    "catalogue": [
        "/api/catalogue/v1/training-actions?q=financement&limit=20",
        "/api/catalogue/v1/training-actions/" + ID,
        "/api/catalogue/v1/themes",
        "/api/catalogue/v1/training-action-types",
    ],
    "identity": ["/sso/.well-known/openid-configuration", "/sso/jwks.json", "/sso/connexion?suite=%2Fmon-espace"],
    "web": ["/", "/actions", "/actions/" + ID, "/verifier/7KQ2-M4XW-9TBD", "/static/site.css", "/api", "/metricsx"],
}


def _pairs(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(service, path) for service, paths in table.items() for path in paths]


@pytest.mark.parametrize(("service", "path"), _pairs(PUBLIC))
def test_a_public_path_reaches_its_service_without_a_token(gateway: Door, service: str, path: str) -> None:
    answer = gateway.ask("GET", path)

    assert (answer.status, answer.json()["service"], answer.json()["path"]) == (200, service, path)


@pytest.mark.parametrize(("service", "path"), _pairs(PROTECTED))
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_protected_path_reaches_its_service_with_a_token(gateway: Door, service: str, path: str, method: str) -> None:
    answer = gateway.ask(method, path, token=gateway.signer.token(jti=f"{method} {path}"))

    assert (answer.status, answer.json()["service"], answer.json()["path"]) == (200, service, path)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize(("service", "path"), [pair for pair in _pairs(PUBLIC) if pair[1].startswith("/api/")])
def test_a_public_path_of_the_api_is_public_to_readers_only(
    gateway: Door, service: str, path: str, method: str
) -> None:
    assert gateway.ask(method, path).status == 401


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics", "/openapi.json", "/metrics/", "/livez?x=1"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_internal_endpoints_are_not_there(gateway: Door, path: str, method: str) -> None:
    answer = gateway.ask(method, path, token=gateway.token)

    assert answer.status == 404
    assert method == "HEAD" or answer.is_problem("not-found")


@pytest.mark.parametrize("path", ["/api/", "/api/unknown/v1/x", "/api/enrolment/v2/enrolments", "/api/enrolment/livez"])
def test_an_api_that_nobody_offers_is_not_found_rather_than_a_page(gateway: Door, path: str) -> None:
    assert gateway.ask("GET", path, token=gateway.token).is_problem("not-found")


def test_the_host_that_the_client_asked_for_reaches_the_service(gateway: Door) -> None:
    assert (
        gateway.send("GET", "/", headers={"Host": "parcourspro.example:8443"}).seen["host"]
        == "parcourspro.example:8443"
    )


def test_body_and_status_pass_unchanged(gateway: Door) -> None:
    answer = gateway.ask("POST", "/api/enrolment/v1/enrolments", token=gateway.token, body=b"x" * 100_000)

    assert (answer.status, answer.json()["body_bytes"]) == (200, 100_000)


def test_a_machine_gets_a_problem_when_a_service_drops_the_line(gateway: Door) -> None:
    answer = gateway.ask("POST", "/api/enrolment/v1/goes-away", token=gateway.token)

    assert answer.is_problem("bad-gateway")


def test_a_person_gets_a_page_when_a_service_drops_the_line(gateway: Door) -> None:
    answer = gateway.ask("POST", "/goes-away", Accept="text/html,*/*")

    assert answer.status == 502
    assert answer.headers["content-type"].startswith("text/html")
