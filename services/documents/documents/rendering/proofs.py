"""Signatures of credentials: VC-JWT with RS256 (Open Badges 3.0, 8.2) and Data Integrity, eddsa-rdfc-2022.

JSON-LD contexts come from an installed package, never from the network, and are the ones whose hashes stand here.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import orjson
from joserfc import jws

from documents.domain.credentials import CREDENTIALS, OPEN_BADGES, Addresses, as_text
from documents.rendering.badge_keys import BadgeKeys, base58

JWT_TYPE = "JWT"
_FOLDER = "openbadgeslib/ob3/contexts"
# Address → file of the package, and the first signs of its SHA-256: another content would change what is signed.
_CONTEXTS = {
    CREDENTIALS: ("credentials-v2.json", "59955ced6697d61e"),
    OPEN_BADGES: ("ob-v3p0-context-3.0.3.json", "3d34f4d4ef1bce69"),
}


class UnknownContext(Exception):
    """A context that no credential of ours names, or whose file is another one than expected."""


@cache
def context_of(url: str) -> dict[str, Any]:
    """The JSON of a context.

    Raises:
        UnknownContext: it is not one of ours, or its file changed.
    """
    if url not in _CONTEXTS:
        raise UnknownContext(url)
    name, expected = _CONTEXTS[url]
    content = Path(str(distribution("openbadgeslib").locate_file(f"{_FOLDER}/{name}"))).read_bytes()
    if not hashlib.sha256(content).hexdigest().startswith(expected):
        raise UnknownContext(f"{url} has another content")
    document: dict[str, Any] = orjson.loads(content)
    return document


def _loader(url: str, _options: Mapping[str, Any]) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": context_of(url), "contentType": "application/ld+json"}


def _canonical(document: Mapping[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _loader}
    # Loaded with the first badge: it takes memory that a worker which only makes papers does without.
    return str(resolve_name("pyld.jsonld").normalize(dict(document), options)).encode()


def with_proof(credential: Mapping[str, Any], *, keys: BadgeKeys, at: Addresses, now: datetime) -> dict[str, Any]:
    """The credential with an eddsa-rdfc-2022 proof (Data Integrity EdDSA Cryptosuites 1.0, section 3.2)."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": as_text(now),
        "verificationMethod": at.key(keys.ed25519_id),
        "proofPurpose": "assertionMethod",
    }
    configuration = {"@context": credential["@context"], **proof}
    digest = hashlib.sha256(_canonical(configuration)).digest() + hashlib.sha256(_canonical(credential)).digest()
    return {**credential, "proof": {**proof, "proofValue": "z" + base58(keys.ed25519.sign(digest))}}


def as_jwt(credential: Mapping[str, Any], *, keys: BadgeKeys, at: Addresses, now: datetime) -> str:
    """The credential as a compact JWS, with the registered claims beside it."""
    issuer = credential["issuer"]
    claims = {
        **credential,
        "iss": issuer["id"] if isinstance(issuer, Mapping) else issuer,
        "jti": credential["id"],
        "nbf": int(now.timestamp()),
        "iat": int(now.timestamp()),
    }
    header = {"alg": "RS256", "typ": JWT_TYPE, "kid": at.key(keys.rsa_id)}
    return str(jws.serialize_compact(header, orjson.dumps(claims), keys.rsa, algorithms=["RS256"]))
