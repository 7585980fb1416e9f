"""Access tokens, good ones and forged ones, signed with keys that the tests make."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def part(content: dict[str, Any]) -> str:
    """One part of a token."""
    return _encoded(json.dumps(content).encode())


@dataclass(frozen=True)
class Signer:
    """A private key and the `kid` under which the gateway may know its public half."""

    kid: str
    key: rsa.RSAPrivateKey

    @classmethod
    def fresh(cls, kid: str) -> "Signer":
        return cls(kid, rsa.generate_private_key(public_exponent=65537, key_size=2048))

    @classmethod
    def from_file(cls, path: Path) -> "Signer":
        """`<kid>.pem`, a private key."""
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        assert isinstance(key, rsa.RSAPrivateKey)
        return cls(path.stem, key)

    @property
    def public_pem(self) -> bytes:
        return self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    def publish(self, folder: Path) -> None:
        """Put the public half where the renderer looks."""
        (folder / f"{self.kid}.pem").write_bytes(self.public_pem)

    def sign(self, text: str) -> str:
        return _encoded(self.key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))

    def token(self, *, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A token that holds; a claim given as None is left out."""
        said: dict[str, Any] = {"sub": "somebody", "aud": "parcourspro-api", "exp": int(time.time()) + 300, **claims}
        kept = {name: value for name, value in said.items() if value is not None}
        signed = f"{part({'alg': 'RS256', 'typ': 'at+jwt', 'kid': self.kid, **(header or {})})}.{part(kept)}"
        return f"{signed}.{self.sign(signed)}"

    def forged_with_public_key(self) -> str:
        """HS256 with the public key as the secret: the classic confusion of algorithms."""
        signed = f"{part({'alg': 'HS256', 'kid': self.kid})}.{part({'sub': 'thief', 'exp': int(time.time()) + 300})}"
        mac = hmac.new(self.public_pem, signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{_encoded(mac)}"

    def unsigned(self, algorithm: str) -> str:
        """`alg: none` and its spellings, without a signature."""
        return f"{part({'alg': algorithm, 'kid': self.kid})}.{part({'sub': 'thief', 'exp': int(time.time()) + 300})}."

    def altered(self) -> str:
        """A good token whose claims were changed afterwards."""
        header, _, signature = self.token().split(".")
        return f"{header}.{part({'sub': 'thief', 'exp': int(time.time()) + 300})}.{signature}"
