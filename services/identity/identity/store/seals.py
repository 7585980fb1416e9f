"""What waits for a sign-in, sealed for the browser to keep: no row for an anonymous visitor."""

from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

_serializer: URLSafeSerializer | None = None


def configure(*, secret: str) -> None:
    """Set the secret, `PP_SESSION_SECRET`."""
    global _serializer
    _serializer = URLSafeSerializer(secret, salt="waiting authorization request")


def _configured() -> URLSafeSerializer:
    if _serializer is None:
        raise RuntimeError("seals are not configured")
    return _serializer


def seal(content: dict[str, Any]) -> str:
    """The content, signed and fit for an address."""
    sealed: str = _configured().dumps(content)
    return sealed


def open_seal(unverified_text: str) -> dict[str, Any] | None:
    """The content, None where we did not seal it."""
    try:
        content = _configured().loads(unverified_text)
    except BadSignature:
        return None
    return content if isinstance(content, dict) else None
