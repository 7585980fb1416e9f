"""Assertions that clients sign with keys of their own (RFC 7523), and their keys. All JOSE is joserfc's."""

from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import extract_compact
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from identity.domain.assertions import ALGORITHMS
from identity.domain.clients import digest
from identity.domain.errors import InvalidClient
from identity.store.client_tables import USED_ASSERTIONS

_LEAST_RSA_BITS = 2048
_MOST_KEYS = 8


def check_public_keys(jwks: dict[str, Any]) -> None:
    """
    Raises:
        InvalidClient: not a set of public RSA or P-256 keys with distinct names, or a private part among them.
    """
    try:
        keys = KeySet.import_key_set(jwks).keys  # type: ignore[arg-type]  # whatever was sent; it is checked here
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise InvalidClient(figures={"reason": "keys-unreadable"}) from fault
    if len(keys) > _MOST_KEYS or len({key.kid for key in keys}) != len(keys) or not all(_is_fit(key) for key in keys):
        raise InvalidClient(figures={"reason": "keys-unfit"})


def _is_fit(key: object) -> bool:
    if isinstance(key, RSAKey):
        return not key.is_private and key.public_key.key_size >= _LEAST_RSA_BITS
    return isinstance(key, ECKey) and not key.is_private and key.curve_name == "P-256"


def claimed_client(unverified_assertion: str) -> str | None:
    """Whom an assertion says that it comes from; nothing of it is verified."""
    try:
        claims = orjson.loads(extract_compact(unverified_assertion.encode()).payload)
    except (JoseError, ValueError, TypeError):
        return None
    subject = claims.get("sub") if isinstance(claims, dict) else None
    return subject if isinstance(subject, str) else None


def verified_assertion(unverified_assertion: str, *, jwks: dict[str, Any]) -> dict[str, Any] | None:
    """Its claims if one of these keys signed it, None otherwise. Times and names are the caller's to check."""
    keys = KeySet.import_key_set(jwks).keys  # type: ignore[arg-type]  # checked when it was registered

    def key_of(token: Any) -> Any:
        """By `kid`; without one only where there is no choice."""
        unverified_kid = token.headers().get("kid")
        named = keys if unverified_kid is None else [key for key in keys if key.kid == unverified_kid]
        if len(named) != 1:
            raise ValueError("no such key")
        return named[0]

    try:
        return dict(jwt.decode(unverified_assertion, key_of, algorithms=ALGORITHMS).claims)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def use_once(session: Session, *, client_id: str, jti: str, expires_at: datetime) -> bool:
    """Note the identifier of an assertion; False where it was used before."""
    first = insert(USED_ASSERTIONS).values(client_id=client_id, jti_hash=digest(jti), expires_at=expires_at)
    row = session.execute(first.on_conflict_do_nothing().returning(USED_ASSERTIONS.c.jti_hash)).first()
    return row is not None


def delete_used(session: Session, *, before: datetime) -> int:
    """Remove what nobody could use again; says how many."""
    gone = sa.delete(USED_ASSERTIONS).where(USED_ASSERTIONS.c.expires_at < before)
    return len(session.execute(gone.returning(USED_ASSERTIONS.c.jti_hash)).all())
