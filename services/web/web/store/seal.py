"""Encryption of what web keeps or hands out closed: tokens in rows, attempts in cookies (Fernet, keys by HKDF)."""

import base64
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chassis.principal import Role
from web.domain.sign_ins import Attempt, HeldRole, Person, Tokens


class BrokenSeal(Exception):
    """The text was not sealed by us for this purpose."""


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes that serve one purpose only (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"parcourspro web {purpose}".encode()).derive(
        secret.encode()
    )


class Seal:
    """Closes and opens the two kinds of secrets."""

    def __init__(self, secret: str) -> None:
        self._tokens = Fernet(base64.urlsafe_b64encode(derived_key(secret, "tokens")))
        self._attempts = Fernet(base64.urlsafe_b64encode(derived_key(secret, "attempts")))

    def close_sign_in(self, tokens: Tokens, person: Person) -> str:
        """Tokens and person as one closed text."""
        return self._tokens.encrypt(orjson.dumps({"tokens": asdict(tokens), "person": asdict(person)})).decode()

    def open_sign_in(self, sealed: str) -> tuple[Tokens, Person]:
        """Back again.

        Raises:
            BrokenSeal: the secret was changed, or the text was.
        """
        document = _opened(self._tokens, sealed)
        tokens, person = document["tokens"], document["person"]
        expires_at = datetime.fromisoformat(tokens.pop("access_expires_at"))
        return Tokens(**tokens, access_expires_at=expires_at), _person(person)

    def close_attempt(self, attempt: Attempt) -> str:
        """An attempt as the value of a cookie."""
        return self._attempts.encrypt(orjson.dumps(asdict(attempt))).decode()

    def open_attempt(self, sealed: str) -> Attempt:
        """Back again.

        Raises:
            BrokenSeal: the cookie is not ours.
        """
        document = _opened(self._attempts, sealed)
        return Attempt(**{**document, "started_at": datetime.fromisoformat(document["started_at"])})


def _opened(box: Fernet, sealed: str) -> Any:
    try:
        return orjson.loads(box.decrypt(sealed.encode()))
    except (InvalidToken, ValueError) as fault:
        raise BrokenSeal from fault


def _optional(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _person(document: dict[str, Any]) -> Person:
    held = tuple(
        HeldRole(
            role=Role(entry["role"]),
            organisation_id=_optional(entry["organisation_id"]),
            organisation_name=entry["organisation_name"],
        )
        for entry in document["held"]
    )
    return Person(
        account_id=UUID(document["account_id"]),
        given_name=document["given_name"],
        family_name=document["family_name"],
        held=held,
        active_role=Role(document["active_role"]) if document["active_role"] else None,
        active_organisation=_optional(document["active_organisation"]),
    )
