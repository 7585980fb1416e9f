"""Texts that look like a signed token of somebody else, each made by another trick (RFC 8725)."""

import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey


def _encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def _mac(header: dict[str, Any], claims: dict[str, Any], secret: bytes) -> str:
    """Libraries refuse to sign with a public key; an attacker does it by hand."""
    said = f"{_encoded(header)}.{_encoded(claims)}"
    mac = hmac.digest(secret, said.encode(), "sha256")
    return f"{said}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def forgeries(claims: dict[str, Any], *, header: dict[str, Any], public_key: RSAKey) -> dict[str, str]:
    """By the name of the trick; `header` is the one of a good token, `public_key` what anybody can read."""
    mine = RSAKey.generate_key(2048)
    hs256 = {**header, "alg": "HS256"}
    without_kid = {name: value for name, value in header.items() if name != "kid"}
    return {
        "alg none": f"{_encoded({**header, 'alg': 'none'})}.{_encoded(claims)}.",
        "alg None": f"{_encoded({**header, 'alg': 'None'})}.{_encoded(claims)}.",
        "alg none without kid": f"{_encoded({**without_kid, 'alg': 'none'})}.{_encoded(claims)}.",
        "HS256 with the public key as PEM": _mac(hs256, claims, public_key.as_pem(private=False)),
        "HS256 with the public key as JWK": _mac(hs256, claims, json.dumps(public_key.as_dict(private=False)).encode()),
        "HS256 with nothing": _mac({**hs256, "kid": "/dev/null"}, claims, b""),
        "another key under our kid": jwt.encode(header, claims, mine),
        "kid a path": jwt.encode({**header, "kid": "../../etc/passwd"}, claims, mine),
        "kid a query": jwt.encode({**header, "kid": "x' UNION SELECT 'y"}, claims, mine),
        "no kid": jwt.encode(without_kid, claims, mine),
        "a key in the header": jwt.encode({**header, "jwk": mine.as_dict(private=False)}, claims, mine),
        "an address of keys in the header": jwt.encode({**header, "jku": "https://evil.example.org/"}, claims, mine),
        "no signature": ".".join(jwt.encode(header, claims, mine).split(".")[:2]) + ".",
        "three letters": "a.b.c",
        "very long": "x" * 9_000,
    }
