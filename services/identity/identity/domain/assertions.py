"""What an assertion of a client must say (RFC 7523 section 3, OpenID Connect Core section 9)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

# Of keys that have a public part: a secret could not be told from ours.
ALGORITHMS = ["RS256", "PS256", "ES256"]
# Their clock may go a little wrong.
LEEWAY = timedelta(seconds=30)
LONGEST_LIFE = timedelta(minutes=10)
LONGEST_JTI = 255
# Where clients authenticate; each of these addresses, and the issuer itself, is an audience of ours.
ENDPOINTS = ("/token", "/revoke", "/introspect")


def assertion_fault(claims: Mapping[str, Any], *, client_id: str, issuer: str, now: datetime) -> str | None:
    """What is wrong with the claims of a verified assertion, None where nothing is.

    Every audience must be ours: an assertion that is good elsewhere too could be carried from there to here.
    """
    if claims.get("iss") != client_id or claims.get("sub") != client_id:
        return "iss and sub are not the client"
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    if not audiences or any(one not in {issuer, *(issuer + path for path in ENDPOINTS)} for one in audiences):
        return "aud is not this provider"
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= LONGEST_JTI:
        return "jti is missing"
    return _time_fault(claims, now=now)


def _time_fault(claims: Mapping[str, Any], *, now: datetime) -> str | None:
    times = {name: claims.get(name) for name in ("exp", "iat", "nbf")}
    if any(isinstance(one, bool) or not isinstance(one, int | float | None) for one in times.values()):
        return "a time is not a number"
    ends, current = times["exp"], now.timestamp()
    if ends is None or not current < ends <= current + LONGEST_LIFE.total_seconds():
        return "exp is missing, past, or too far ahead"
    begins = max(times["iat"] or 0, times["nbf"] or 0)
    return "it is not good yet" if begins > current + LEEWAY.total_seconds() else None
