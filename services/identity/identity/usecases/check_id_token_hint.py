"""Read an ID token that a client hands back as a hint; it may have expired (RP-Initiated Logout section 4)."""

from datetime import datetime
from typing import Any

from chassis.database import Session
from identity.domain.lifetimes import SIGN_IN_TTL
from identity.store import key_ring, signing_keys
from identity.usecases.issue_tokens import ID_TOKEN_TYPE


def check_id_token_hint(
    session: Session, unverified_token: str, *, issuer: str, now: datetime
) -> dict[str, Any] | None:
    """Its claims if we signed it for this issuer, None otherwise. A key that was retired during the longest sign-in
    still vouches for who the person was, never for anything else."""
    keys = signing_keys.keys_since(session, retired_after=now - SIGN_IN_TTL)
    claims = key_ring.verified_claims(unverified_token, keys=keys, token_type=ID_TOKEN_TYPE)
    return claims if claims is not None and claims.get("iss") == issuer else None
