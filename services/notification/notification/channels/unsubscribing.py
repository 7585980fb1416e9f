"""Signed links by which a reader stops e-mails of one topic without signing in (RFC 8058)."""

from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

_SALT = "notification.unsubscribing"
_serializer: URLSafeSerializer | None = None


class Forged(Exception):
    """The token is none of ours."""


def bind(secret: str) -> None:
    """Name the secret for this process."""
    global _serializer
    _serializer = URLSafeSerializer(secret, salt=_SALT)


def _bound() -> URLSafeSerializer:
    if _serializer is None:
        raise RuntimeError("no secret is bound to this process")
    return _serializer


def token_for(account_id: UUID, topic: str) -> str:
    """What the link carries. It does not expire: a mail may be opened years later."""
    return str(_bound().dumps([str(account_id), topic]))


def read_token(unverified_token: str) -> tuple[UUID, str]:
    """Account and topic of a link.

    Raises:
        Forged: the signature does not hold.
    """
    try:
        account_id, topic = _bound().loads(unverified_token)
        return UUID(account_id), str(topic)
    except (BadSignature, ValueError, TypeError) as fault:
        raise Forged from fault
