"""Spellings of a path that a gateway and the server behind it might read differently."""

import pytest

from tests.gateway.door import Door

PROTECTED = [
    "//api/enrolment/v1/enrolments",
    "/api//enrolment/v1/enrolments",
    "/api/enrolment//v1/enrolments",
    "/./api/enrolment/v1/enrolments",
    "/api/./enrolment/v1/enrolments",
    "/x/../api/enrolment/v1/enrolments",
    "/sso/../api/enrolment/v1/enrolments",
    "/api/catalogue/v1/themes/../../../enrolment/v1/enrolments",
    "/%61pi/enrolment/v1/enrolments",
    "/api/%65nrolment/v1/enrolments",
    "/api/enrolment/v1/%2e/enrolments",
    "/sso/%2e%2e/api/enrolment/v1/enrolments",
    "/sso/.%2E/api/enrolment/v1/enrolments",
    "/../../api/enrolment/v1/enrolments",
    "/api/enrolment/v1/",
    "/api/enrolment/v1/?x=/api/catalogue/v1/themes",
    "http://elsewhere.example/api/enrolment/v1/enrolments",
]
AMBIGUOUS = [
    "/api%2Fenrolment/v1/enrolments",
    "/api%2fenrolment%2fv1%2fenrolments",
    "/api/catalogue/v1/training-actions/..%2F..%2F..%2Fenrolment%2Fv1%2Fenrolments",
    "/api/catalogue/v1/themes%2F..%2F..%2F..%2Fenrolment/v1/enrolments",
    "/x/..%2fapi/enrolment/v1/enrolments",
    "/x%5C..%5Clivez",
    "/x%5c..%5clivez",
    "/%2flivez",
    "/%2Flivez",
    "/api/enrolment/v1/enrolments%00",
]
HIDDEN = [
    "/livez/",
    "//livez",
    "/./livez",
    "/x/../livez",
    "/%6Civez",
    "/%6civez",
    "/x/%2e%2e/metrics",
    "/openapi%2Ejson",
]


@pytest.mark.parametrize("path", PROTECTED)
def test_no_spelling_of_a_protected_path_passes_without_a_token(gateway: Door, path: str) -> None:
    assert gateway.send("GET", path, headers={}).status == 401


@pytest.mark.parametrize("path", [path for path in PROTECTED if path.startswith("/")])
def test_a_service_gets_the_path_that_the_gateway_understood(gateway: Door, path: str) -> None:
    answer = gateway.ask("GET", path, token=gateway.token)

    assert answer.json()["service"] == "enrolment"
    assert answer.json()["path"].startswith("/api/enrolment/v1/")


@pytest.mark.parametrize("path", AMBIGUOUS)
def test_an_encoded_separator_is_refused_whoever_asks(gateway: Door, path: str) -> None:
    assert gateway.ask("GET", path, token=gateway.token).status == 400


@pytest.mark.parametrize("path", HIDDEN)
def test_no_spelling_reaches_an_internal_endpoint(gateway: Door, path: str) -> None:
    assert gateway.ask("GET", path).status == 404


@pytest.mark.parametrize("path", ["/api/enrolment/v1/%", "/%zz", "/100%", "/%%36%36"])
def test_a_percent_sign_that_encodes_nothing_is_refused(gateway: Door, path: str) -> None:
    assert gateway.ask("GET", path, token=gateway.token).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/api/catalogue/v1/themesx",
        "/api/catalogue/v1/themes/",
        "/api/catalogue/v1/training-actions/1/publication",
        "/api/catalogue/v1/training-actions/01930000-0000-7000-8000-000000000201/",
        "/api/catalogue/v1x/themes",
        "/api/documents/v1/verifications/",
        "/api/documents/v1/verifications/a/b",
    ],
)
def test_a_public_pattern_opens_nothing_beside_it(gateway: Door, path: str) -> None:
    assert gateway.ask("GET", path).status in (401, 404)


def test_a_second_host_is_refused(gateway: Door) -> None:
    request = b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n"

    assert b" 400 " in gateway.raw(request).splitlines()[0]


def test_length_and_chunks_together_smuggle_nothing(gateway: Door) -> None:
    smuggled = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"
    request = (
        b"POST /actions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + smuggled
    )
    answer = gateway.raw(request)

    assert answer.count(b"HTTP/1.1 ") == 1 or b" 404 " in answer
