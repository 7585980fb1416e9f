"""How many, how large: the buckets of the patch beside this file, and one mebibyte."""

import time

import pytest

from tests.gateway.door import Answer, Door

BY_TOKEN, BY_ADDRESS = "/api/notification/v1/messages", "/api/documents/v1/verifications/7KQ2-M4XW-9TBD"
SMALL = 5
MEBIBYTE = 2**20


def _emptied(gateway: Door, token: str) -> list[Answer]:
    return [gateway.ask("GET", BY_TOKEN, token=token) for _ in range(SMALL + 2)]


def test_after_so_many_requests_the_next_is_refused_and_told_when_to_come_back(gateway: Door) -> None:
    answers = _emptied(gateway, gateway.signer.token(jti="greedy"))

    assert [answer.status for answer in answers] == [200] * SMALL + [429] * 2
    assert answers[-1].is_problem("too-many-requests")
    assert 0 < int(answers[-1].headers["retry-after"]) <= 3600
    assert [answer.headers["ratelimit-remaining"] for answer in answers] == ["4", "3", "2", "1", "0", "0", "0"]
    assert {answer.headers["ratelimit-limit"] for answer in answers} == {"5"}
    assert answers[0].headers["x-ratelimit-remaining-hour"] == "4"
    assert 0 < int(answers[0].headers["ratelimit-reset"]) <= 3600


def test_each_token_has_a_bucket_of_its_own(gateway: Door) -> None:
    _emptied(gateway, gateway.signer.token(jti="first"))

    assert gateway.ask("GET", BY_TOKEN, token=gateway.signer.token(jti="second")).status == 200


def test_a_refused_token_fills_no_bucket(gateway: Door) -> None:
    expired = gateway.signer.token(exp=int(time.time()) - 5)

    assert {gateway.ask("GET", BY_TOKEN, token=expired).status for _ in range(SMALL + 2)} == {401}


def test_on_a_public_route_an_invented_token_gives_no_new_bucket(gateway: Door) -> None:
    answers = [gateway.ask("GET", BY_ADDRESS, token=f"invented-{number}") for number in range(SMALL + 2)]

    assert answers[0].json()["service"] == "documents"

    assert [answer.status for answer in answers] == [200] * SMALL + [429] * 2


def test_one_route_does_not_empty_the_bucket_of_another(gateway: Door) -> None:
    token = gateway.signer.token(jti="busy")
    _emptied(gateway, token)

    assert gateway.ask("GET", "/api/enrolment/v1/enrolments", token=token).status == 200


@pytest.mark.parametrize("path", ["/api/enrolment/v1/enrolments", "/actions"])
def test_a_body_of_a_mebibyte_passes_and_one_byte_more_does_not(gateway: Door, path: str) -> None:
    fits = gateway.ask("POST", path, token=gateway.token, body=b"x" * MEBIBYTE)
    is_over = _announced(gateway, path, MEBIBYTE + 1)

    assert (fits.status, fits.json()["body_bytes"]) == (200, MEBIBYTE)
    assert b" 413 " in is_over
    assert (b'"too-large"' in is_over) or path == "/actions"


def _announced(gateway: Door, path: str, length: int) -> bytes:
    """Only the head of a request: the gateway need not wait for the rest to refuse."""
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n"
    return gateway.raw(f"{head}Authorization: Bearer {gateway.token}\r\n\r\n".encode())


def test_a_small_body_in_chunks_passes(gateway: Door) -> None:
    answer = gateway.ask("POST", "/api/enrolment/v1/enrolments", token=gateway.token, body=iter([b"x" * 1000] * 5))

    assert (answer.status, answer.json()["body_bytes"]) == (200, 5000)


def test_a_large_body_in_chunks_does_not_get_around_the_limit(gateway: Door) -> None:
    """Kong reads it whole and says 413; HAProxy cannot measure it and asks for its length, 411."""
    head = f"POST /api/enrolment/v1/enrolments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {gateway.token}\r\n"
    padding = "".join(f"X-Padding-{number}: {'p' * 1000}\r\n" for number in range(6))
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    answer = _until_refused(gateway, f"{head}{padding}Transfer-Encoding: chunked\r\n\r\n".encode(), chunk)

    assert int(answer.split()[1]) in (411, 413)


def _until_refused(gateway: Door, head: bytes, chunk: bytes) -> bytes:
    """Send chunks beyond the limit; a gateway may answer and close at any moment."""
    return gateway.raw_slowly([head, *([chunk] * (2 * MEBIBYTE // len(chunk))), b"0\r\n\r\n"])


def test_headers_without_end_are_refused(gateway: Door) -> None:
    headers = {f"X-Padding-{number}": "p" * 1000 for number in range(60)}

    assert gateway.send("GET", "/", headers=headers).status in (400, 431, 494)
