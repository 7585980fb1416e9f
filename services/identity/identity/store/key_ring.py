"""Signatures, and private keys at rest. All JOSE is joserfc's; a private key is kept as a JWE (RFC 7516)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from identity.domain.signing_keys import SigningKey

KEY_BITS = 2048
ALGORITHM = "RS256"
ACCESS_TOKEN_TYPE = "at+jwt"
_WRAPPING = {"alg": "A256KW", "enc": "A256GCM"}

_wrapping_key: OctKey | None = None
_opened: dict[str, RSAKey] = {}


def configure(*, secret: str) -> None:
    """Derive the key that wraps private keys from `PP_KEY_ENCRYPTION_SECRET` (RFC 5869)."""
    global _wrapping_key
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"parcourspro signing keys").derive(secret.encode())
    _wrapping_key = OctKey.import_key(derived)
    _opened.clear()


def _wrapper() -> OctKey:
    if _wrapping_key is None:
        raise RuntimeError("the key ring is not configured")
    return _wrapping_key


def generate() -> tuple[str, dict[str, Any], str]:
    """A new RSA key: its thumbprint, its public JWK, its private part sealed."""
    private = RSAKey.generate_key(KEY_BITS, private=True)
    kid = private.thumbprint()
    public = {**private.as_dict(private=False), "kid": kid, "use": "sig", "alg": ALGORITHM}
    sealed = jwe.encrypt_compact(_WRAPPING, private.as_pem(private=True), _wrapper())
    return kid, public, sealed


def _open(key: SigningKey) -> RSAKey:
    if key.kid not in _opened:
        if key.sealed_private_key is None:
            raise RuntimeError(f"the key {key.kid} is retired")
        opened = jwe.decrypt_compact(key.sealed_private_key, _wrapper())
        _opened[key.kid] = RSAKey.import_key(opened.plaintext or b"")
    return _opened[key.kid]


def sign(claims: Mapping[str, Any], *, key: SigningKey, token_type: str) -> str:
    """A JWT signed with RS256; `token_type` goes into its header (`at+jwt` of RFC 9068, or `JWT`)."""
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": token_type}
    return jwt.encode(header, dict(claims), _open(key), algorithms=[ALGORITHM])


@lru_cache(maxsize=8)
def _imported(modulus: str, exponent: str) -> RSAKey:
    return RSAKey.import_key({"kty": "RSA", "n": modulus, "e": exponent})


def verified_claims(unverified_token: str, *, keys: Sequence[SigningKey], token_type: str) -> dict[str, Any] | None:
    """The claims of a token that one of these keys signed, None for any other text. Times are the caller's to check.

    Algorithm and type are pinned, and the header's `kid` only chooses among our own keys (RFC 8725).
    """
    published = {key.kid: key.public_key for key in keys}

    def key_of(token: Any) -> RSAKey:
        unverified_header = token.headers()
        jwk = published.get(str(unverified_header.get("kid")))
        if jwk is None or unverified_header.get("typ") != token_type:
            raise ValueError("not a token of ours")
        return _imported(jwk["n"], jwk["e"])

    try:
        return dict(jwt.decode(unverified_token, key_of, algorithms=[ALGORITHM]).claims)
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def public_pem(key: SigningKey) -> bytes:
    """The public part as PEM, for gateways."""
    return RSAKey.import_key(key.public_key).as_pem(private=False)
