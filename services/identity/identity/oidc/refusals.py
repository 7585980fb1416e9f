"""Refusals of the protocol as exceptions and as JSON, named as the RFCs name them."""

from flask import Blueprint, Response, jsonify

from identity.domain.protocol import Refusal

_STATUS = {"invalid_client": 401, "invalid_token": 401, "insufficient_scope": 403}


class Refused(Exception):
    """A check of the protocol failed."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.refusal = Refusal(error=error, description=description)


class Untrusted(Refused):
    """Client or redirect address are not trusted: the answer is a page of ours, never a redirect (RFC 6749 4.1.2.1)."""


def answer(refusal: Refusal) -> Response:
    """RFC 6749 section 5.2, RFC 6750 section 3."""
    response = jsonify({"error": refusal.error, "error_description": refusal.description})
    response.status_code = _STATUS.get(refusal.error, 400)
    response.headers["Cache-Control"] = "no-store"
    if refusal.error == "invalid_client":
        response.headers["WWW-Authenticate"] = 'Basic realm="parcourspro"'
    elif refusal.error in _STATUS:
        told = f'error="{refusal.error}", error_description="{refusal.description}"'
        response.headers["WWW-Authenticate"] = f"Bearer {told}"
    return response


def install(blueprint: Blueprint) -> None:
    """Answer the refusals of a blueprint's views with JSON."""
    blueprint.register_error_handler(Refused, lambda refused: answer(refused.refusal))
