"""An authenticator in a few lines: makes keys and signs answers, true or false, as WebAuthn level 2 writes them."""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
_ES256, _EC2, _P256 = -7, 2, 1


@dataclass(kw_only=True)
class Authenticator:
    """A device with one key at most. `flags` are those of its next answers, `count` grows with each."""

    origin: str
    party_id: str
    flags: int = PRESENT | VERIFIED
    count: int = 0
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    user_handle: bytes = b""
    _key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: dict[str, Any]) -> str:
        """The answer to `PublicKeyCredentialCreationOptionsJSON`, as JSON."""
        self.user_handle = base64url_to_bytes(options["user"]["id"])
        attested = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + self._public_key()
        attestation = {"fmt": "none", "attStmt": {}, "authData": self._data(self.flags | ATTESTED) + attested}
        response = {
            "clientDataJSON": self._client_data("webauthn.create", options["challenge"]),
            "attestationObject": encode_cbor(attestation),
        }
        return self._answer(response, transports=["internal"])

    def get(self, options: dict[str, Any]) -> str:
        """The answer to `PublicKeyCredentialRequestOptionsJSON`, as JSON."""
        self.count += 1
        client_data = self._client_data("webauthn.get", options["challenge"])
        data = self._data(self.flags)
        signature = self._key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        response = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signature}
        return self._answer(response | ({"userHandle": self.user_handle} if self.user_handle else {}))

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.party_id.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _public_key(self) -> bytes:
        numbers = self._key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        return encode_cbor({1: _EC2, 3: _ES256, -1: _P256, **point})

    def _answer(self, response: dict[str, bytes], **more: Any) -> str:
        name = bytes_to_base64url(self.credential_id)
        told: dict[str, Any] = {key: bytes_to_base64url(value) for key, value in response.items()} | more
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": told})
