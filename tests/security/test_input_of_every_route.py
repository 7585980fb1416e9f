"""Malformed, oversized and foreign input is refused by every route, as a problem, and changes nothing."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.security import samples
from tests.security.stand import ROUTES, TAKING, Route, Stand, is_problem

_BODIES: dict[str, tuple[bytes, tuple[int, ...]]] = {
    "nothing": (b"", (400, 404, 409, 422)),
    "half a document": (b'{"a": ', (400,)),
    "no UTF-8": (b'{"a": "\xff\xfe"}', (400,)),
    "a list": (b"[]", (422,)),
    "a word": (b'"word"', (422,)),
    "null": (b"null", (400, 422)),
    "a lone surrogate": (b'{"reason": "\\ud800"}', (400,)),
    "not a number": (b'{"reason": NaN}', (400,)),
    "a number of 5,000 digits": (b'{"reason": ' + b"9" * 5_000 + b"}", (400, 422)),
    "very deep": (b"[" * 5_000 + b"]" * 5_000, (400,)),
    "as deep as a reader goes": (b"[" * 990 + b"]" * 990, (400, 422)),
}
_QUERIES = (
    "'",
    "\x00",
    "-1",
    "9" * 40,
    "%",
    "x" * 3_000,
    "1e400",
    "../..",
    "0001-01-01",
    "9999-12-31",
    "\U0001f600",
    "[]",
)
_IDS = {
    "unknown": "01930000-0000-7000-8000-000000dddddd",
    "of zeros": "00000000-0000-0000-0000-000000000000",
    "a number": "424242",
    "SQL": quote("1' OR '1'='1"),
    "a NUL character": "%00",
    "another folder": quote("../../etc/passwd"),
    "long": "a" * 2_000,
}


# Removing what is not there leaves what was wanted (RFC 9110, 9.2.2): the stand has seen that nothing changed.
_REMOVED_ANYWAY = {"DELETE /api/catalogue/v1/my/favourites/{training_action_id}"}
_WITH_KEYS = [route for route in ROUTES if route.parameters]


@pytest.mark.parametrize("what", _BODIES)
@pytest.mark.parametrize("route", TAKING, ids=str)
def test_a_body_that_is_no_document_of_ours_is_refused(route: Route, stand: Stand, what: str) -> None:
    content, statuses = _BODIES[what]
    answer = stand.ask(route, headers=stand.token(route), data=content, content_type="application/json")
    assert is_problem(answer, *statuses)


@pytest.mark.parametrize("route", TAKING, ids=str)
def test_another_content_type_is_refused(route: Route, stand: Stand) -> None:
    content = json.dumps(stand.smallest_body(route))
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "application/xml"):
        answer = stand.ask(route, headers=stand.token(route), data=content, content_type=content_type)
        assert is_problem(answer, 415)


@pytest.mark.parametrize("route", TAKING, ids=str)
def test_an_oversized_body_is_refused(route: Route, stand: Stand) -> None:
    content = json.dumps({"reason": "x" * 1_100_000})
    answer = stand.ask(route, headers=stand.token(route), data=content, content_type="application/json")
    assert is_problem(answer, 413)


@pytest.mark.parametrize("route", TAKING, ids=str)
def test_a_field_that_the_contract_does_not_name_is_refused(route: Route, stand: Stand) -> None:
    body = {**stand.smallest_body(route), "is_staff": True}
    answer = stand.ask(route, headers=stand.token(route), json=body)
    assert is_problem(answer, 422)
    assert "is_staff" in answer.get_json(force=True)["errors"]


@pytest.mark.parametrize("route", TAKING, ids=str)
def test_a_field_that_holds_what_it_cannot_is_refused(route: Route, stand: Stand) -> None:
    kept = []
    for what, body in samples.poisoned(stand.document, stand.resolved_body(route)):
        answer = stand.ask(route, headers=stand.token(route), data=json.dumps(body), content_type="application/json")
        if not is_problem(answer, 400, 403, 404, 422):
            kept.append(f"{what}: {answer.status}")
    assert kept == []


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_query_that_is_nonsense_is_refused_or_finds_nothing(route: Route, stand: Stand) -> None:
    parameters = [entry["name"] for entry in route.operation.get("parameters", ()) if entry.get("in") == "query"]
    broken = []
    for name in [*parameters, "unknown"]:
        for value in _QUERIES:
            query = {"training_session_id": _IDS["unknown"], name: value}
            known = {key: text for key, text in query.items() if key in parameters or key == name}
            # What takes no parameters looks at none: with a good body it would do its work.
            body = stand.smallest_body(route) if parameters else None
            answer = stand.ask(route, headers=_header(stand, route), query_string=known, json=body)
            done = 204 if str(route) in _REMOVED_ANYWAY else 200
            if not (answer.status_code == done or is_problem(answer, 400, 403, 404, 409, 412, 415, 422, 428)):
                broken.append(f"{name}={value[:20]!r}: {answer.status}")
    assert broken == []


@pytest.mark.parametrize("what", _IDS)
@pytest.mark.parametrize("route", _WITH_KEYS, ids=str)
def test_an_id_of_nothing_is_not_found(route: Route, stand: Stand, what: str) -> None:
    for name in route.parameters:
        answer = stand.ask(
            route,
            at=route.at(**{name: _IDS[what]}),
            headers=_header(stand, route),
            json=stand.smallest_body(route),
        )
        removed = str(route) in _REMOVED_ANYWAY and answer.status_code == 204
        assert removed or is_problem(answer, 403, 404), answer.text


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_a_method_that_a_route_does_not_have_is_refused(route: Route, stand: Stand) -> None:
    for method in ("TRACE", "PROPFIND", "PATCH"):
        other = Route(
            service=route.service, method=method, path=route.path, operation=route.operation, words=route.words
        )
        answer = stand.ask(other, headers=_header(stand, route))
        assert is_problem(answer, 405, 404)


def _header(stand: Stand, route: Route) -> dict[str, str]:
    return {} if route.is_public else stand.token(route)


@pytest.mark.parametrize("route", {route.service: route for route in ROUTES}.values(), ids=str)
def test_what_nobody_serves_is_a_problem_too(route: Route, stand: Stand) -> None:
    other = Route(
        service=route.service, method="GET", path=f"/api/{route.service}/v1/nothing-here", operation={}, words={}
    )
    answer: Any = stand.ask(other)
    assert is_problem(answer, 404)
