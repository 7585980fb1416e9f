"""Tell one client that a sign-in has ended; a task, so it is tried again until the client has heard."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.database import Session, transaction
from chassis.ids import new_id
from chassis.tasks import GiveUp
from identity.clients.back_channel import LogoutRefused, send_logout_token
from identity.domain.lifetimes import LOGOUT_TOKEN_TTL_S
from identity.store import clients, key_ring, signing_keys

LOGOUT_TOKEN_TYPE = "logout+jwt"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


def tell_client_of_logout(asked: Mapping[str, Any], *, issuer: str, now: datetime) -> None:
    """`asked` is the payload that `end_sign_in` wrote. A client that has no address any more is not told.

    Opens its own transaction, which is over before the call.

    Raises:
        NotHeard: the client did not answer as it should.
        GiveUp: it refused the token.
    """
    with transaction() as session:
        client = clients.find_client(session, asked["client_id"])
        address = client.backchannel_logout_uri if client else None
        if address is None:
            return
        logout_token = _logout_token(session, asked, issuer=issuer, now=now)
    try:
        send_logout_token(logout_token, address=address)
    except LogoutRefused as fault:
        raise GiveUp(f"the client refused the logout token: {fault}") from fault


def _logout_token(session: Session, asked: Mapping[str, Any], *, issuer: str, now: datetime) -> str:
    """Section 2.4: who, from which sign-in, for whom; never a nonce."""
    issued_at = int(now.timestamp())
    claims = {
        "iss": issuer,
        "sub": asked["account_id"],
        "aud": asked["client_id"],
        "iat": issued_at,
        "exp": issued_at + LOGOUT_TOKEN_TTL_S,
        "jti": str(new_id()),
        "sid": asked["sign_in_id"],
        "events": {LOGOUT_EVENT: {}},
    }
    return key_ring.sign(claims, key=signing_keys.current_key(session), token_type=LOGOUT_TOKEN_TYPE)
