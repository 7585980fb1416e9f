"""DKIM: a signature by which receiving servers see that mail left under our domain unchanged (RFC 6376)."""

from dataclasses import dataclass
from email.message import EmailMessage

import dkim

_SIGNED = (
    "from to reply-to subject date message-id in-reply-to references list-unsubscribe list-unsubscribe-post "
    "mime-version content-type content-language"
).split()


@dataclass(frozen=True, kw_only=True)
class DkimKey:
    """`pem` is an RSA private key (PKCS#1); its public half stands in DNS under `selector`._domainkey.`domain`."""

    pem: bytes
    selector: str
    domain: str


_key: DkimKey | None = None


def bind(key: DkimKey | None) -> None:
    """Name the key of this process; None leaves mail unsigned."""
    global _key
    _key = key


def check(key: DkimKey) -> None:
    """Try the key.

    Raises:
        ValueError: it cannot sign.
    """
    try:
        _signature(b"From: a@example.org\r\n\r\n\r\n", key, present={"from"})
    except (dkim.DKIMException, ValueError, TypeError, IndexError) as fault:
        raise ValueError(f"no RSA key in PKCS#1 PEM ({type(fault).__name__})") from fault


def sign(message: EmailMessage) -> None:
    """Add the signature, where a key is bound; nothing may change in the message afterwards."""
    if _key is None:
        return
    present = {name.lower() for name in message}
    message["DKIM-Signature"] = _signature(message.as_bytes(), _key, present=present)


def _signature(content: bytes, key: DkimKey, *, present: set[str]) -> str:
    """The header's value, on one line: relaxed canonicalisation folds white space."""
    line = dkim.sign(
        content,
        key.selector.encode(),
        key.domain.encode(),
        key.pem,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name.encode() for name in _SIGNED if name in present],
    )
    return " ".join(line.decode().removeprefix("DKIM-Signature:").split())
