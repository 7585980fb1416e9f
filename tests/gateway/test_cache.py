"""Public answers are kept for a moment; nothing of a person is."""

from urllib.parse import quote

import pytest

from tests.gateway.door import Answer, Door

PUBLIC, PROTECTED = "/api/catalogue/v1/training-actions", "/api/catalogue/v1/my/favourites"
KEEP = quote("public, max-age=15")


def _number(answer: Answer) -> int:
    assert answer.status == 200
    number: int = answer.json()["number"]
    return number


def test_a_public_answer_is_given_again_without_asking_the_service(gateway: Door) -> None:
    first, second = (gateway.ask("GET", f"{PUBLIC}?q=one&keep={KEEP}") for _ in range(2))

    assert _number(first) == _number(second)


def test_another_query_is_another_answer(gateway: Door) -> None:
    asked = [f"{PUBLIC}?q=two&keep={KEEP}", f"{PUBLIC}?q=three&keep={KEEP}", f"{PUBLIC}/facets?q=two&keep={KEEP}"]

    assert len({_number(gateway.ask("GET", path)) for path in asked}) == 3


def test_each_answer_has_its_own_correlation_id_and_counts_for_the_limit(gateway: Door) -> None:
    first, second = (gateway.ask("GET", f"{PUBLIC}?q=four&keep={KEEP}") for _ in range(2))

    assert first.headers["x-correlation-id"] != second.headers["x-correlation-id"]
    assert int(second.headers["ratelimit-remaining"]) < int(first.headers["ratelimit-remaining"])


def test_the_origin_of_one_page_is_not_told_to_another(gateway: Door) -> None:
    path = f"{PUBLIC}?q=five&keep={KEEP}"
    first = gateway.ask("GET", path, Origin="https://site.example")
    second = gateway.ask("GET", path)

    assert first.headers["access-control-allow-origin"] == "https://site.example"
    assert "access-control-allow-origin" not in second.headers
    assert _number(first) == _number(second)


def test_whoever_sends_a_token_is_answered_by_the_service(gateway: Door) -> None:
    path = f"{PUBLIC}?q=six&keep={KEEP}"
    kept = gateway.ask("GET", path)
    mine = gateway.ask("GET", path, token=gateway.token)
    invented = gateway.ask("GET", path, token="invented")
    after = gateway.ask("GET", path)

    assert len({_number(kept), _number(mine), _number(invented)}) == 3
    assert _number(after) == _number(kept), "what a token was answered is kept for nobody else"


@pytest.mark.parametrize("said", ["private, max-age=15", "no-store", "no-cache", "max-age=0"])
def test_what_the_service_does_not_want_kept_is_not(gateway: Door, said: str) -> None:
    answers = [gateway.ask("GET", f"{PUBLIC}?q=seven&keep={quote(said)}") for _ in range(2)]

    assert len({_number(answer) for answer in answers}) == 2


def test_what_a_token_opens_is_never_kept(gateway: Door) -> None:
    answers = [gateway.ask("GET", f"{PROTECTED}?keep={KEEP}", token=gateway.token) for _ in range(2)]

    assert len({_number(answer) for answer in answers}) == 2


def test_who_asks_for_a_fresh_answer_gets_one(gateway: Door) -> None:
    path = f"{PUBLIC}?q=eight&keep={KEEP}"
    kept, fresh = gateway.ask("GET", path), gateway.ask("GET", path, Cache_Control="no-cache")

    assert _number(kept) != _number(fresh)


def test_a_page_of_a_hundred_cards_is_kept_too(gateway: Door) -> None:
    padding = "x" * 3000
    first, second = (gateway.ask("GET", f"{PUBLIC}?q={padding}&keep={KEEP}") for _ in range(2))

    assert _number(first) == _number(second)
