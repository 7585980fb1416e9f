"""Signed links by which an HR validator decides about one request without signing in; enrolment reads them.

Contract: contracts/decisions/0017. The page that a link opens decides nothing by itself (mail scanners follow links).
"""

import re
from datetime import datetime, timedelta
from uuid import UUID

from itsdangerous import URLSafeSerializer

PATH = "/demandes/decision"
LIFETIME = timedelta(days=7)
_SALT = "parcourspro.decision-link"
_TOKEN = re.compile(rf"(?<={PATH}/)[\w.-]+")
_serializer: URLSafeSerializer | None = None


def bind(secret: str) -> None:
    """Name the secret that enrolment knows too, for this process."""
    global _serializer
    _serializer = URLSafeSerializer(secret, salt=_SALT)


def path_for(enrolment_id: UUID, account_id: UUID, *, ends_at: datetime) -> str:
    """Where on the site this person decides about this request until `ends_at`."""
    if _serializer is None:
        raise RuntimeError("no secret is bound to this process")
    token = _serializer.dumps([str(enrolment_id), str(account_id), int(ends_at.timestamp())])
    return f"{PATH}/{token}"


def hide(text: str) -> str:
    """The same text as others may read it: without the tokens, which would let them decide."""
    return _TOKEN.sub("…", text)
