"""The keys that sign badges: RSA for VC-JWT, Ed25519 for Data Integrity; read once a process by the entrance."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from joserfc.jwk import OKPKey, RSAKey

from documents.rendering.seal_key import SHORTEST_RSA_BITS, BadKey, private_key_from

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519_PUBLIC = b"\xed\x01"  # of the multicodec table


@dataclass(frozen=True, kw_only=True)
class BadgeKeys:
    """Both private keys; a key's id is its JWK thumbprint (RFC 7638)."""

    rsa: RSAKey
    ed25519: Ed25519PrivateKey
    ed25519_jwk: OKPKey

    @property
    def rsa_id(self) -> str:
        """Of the RSA key."""
        return str(self.rsa.thumbprint())

    @property
    def ed25519_id(self) -> str:
        """Of the Ed25519 key."""
        return str(self.ed25519_jwk.thumbprint())

    def public_jwk(self, key_id: str) -> dict[str, Any]:
        """The public half of one of both."""
        key: RSAKey | OKPKey = self.rsa if key_id == self.rsa_id else self.ed25519_jwk
        return dict(key.as_dict(private=False))


_bound: BadgeKeys | None = None


def bind(found: BadgeKeys) -> None:
    """Name the keys of this process."""
    global _bound
    _bound = found


def bound() -> BadgeKeys:
    """The keys of this process."""
    if _bound is None:
        raise RuntimeError("no badge keys are bound to this process")
    return _bound


def badge_keys_from(*, rsa: str, ed25519: str) -> BadgeKeys:
    """Keys from PEM texts.

    Raises:
        BadKey: one cannot be read, is of another kind or too short.
    """
    rsa_key = private_key_from(rsa, variable="PP_BADGE_RSA_KEY")
    if not isinstance(rsa_key, RSAPrivateKey) or rsa_key.key_size < SHORTEST_RSA_BITS:
        raise BadKey(f"PP_BADGE_RSA_KEY is no RSA key of at least {SHORTEST_RSA_BITS} bits")
    ed_key = private_key_from(ed25519, variable="PP_BADGE_ED25519_KEY")
    if not isinstance(ed_key, Ed25519PrivateKey):
        raise BadKey("PP_BADGE_ED25519_KEY is no Ed25519 key")
    return BadgeKeys(rsa=RSAKey.import_key(rsa), ed25519=ed_key, ed25519_jwk=OKPKey.import_key(ed25519))


def base58(data: bytes) -> str:
    """Bitcoin's alphabet, as multibase `z` wants it."""
    number, text = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def multikey_of(jwk: Mapping[str, Any]) -> str:
    """An Ed25519 public key in multibase, as a Multikey has it."""
    raw = base64.urlsafe_b64decode(jwk["x"] + "=" * (-len(jwk["x"]) % 4))
    return "z" + base58(_ED25519_PUBLIC + raw)
