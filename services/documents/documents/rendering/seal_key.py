"""The key of the seal and its certificate: read and checked once a process by the entrance, without loading pyHanko."""

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes

SHORTEST_RSA_BITS = 2_048


class BadKey(Exception):
    """A key or certificate with which nothing may be signed; says which and why."""


@dataclass(frozen=True, kw_only=True)
class SealKey:
    """A private key, its certificate first in `chain`, and where time stamps are asked for (empty: nowhere)."""

    key: RSAPrivateKey | EllipticCurvePrivateKey
    chain: tuple[x509.Certificate, ...]
    tsa_url: str

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate of the key."""
        return self.chain[0]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hexadecimal."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def chain_pem(self) -> str:
        """All certificates, that of the key first."""
        return "".join(one.public_bytes(serialization.Encoding.PEM).decode() for one in self.chain)

    def check_holds(self, *, now: datetime) -> None:
        """Raise BadKey where the certificate is not in force."""
        until, since = self.certificate.not_valid_after_utc, self.certificate.not_valid_before_utc
        if now > until:
            raise BadKey(f"the certificate of PP_SEAL_CERTIFICATE expired on {until:%Y-%m-%d}")
        if now < since:
            raise BadKey(f"the certificate of PP_SEAL_CERTIFICATE is in force from {since:%Y-%m-%d} only")


_bound: SealKey | None = None


def bind(found: SealKey) -> None:
    """Name the key of this process."""
    global _bound
    _bound = found


def bound() -> SealKey:
    """The key of this process."""
    if _bound is None:
        raise RuntimeError("no key is bound to this process")
    return _bound


def private_key_from(pem: str, *, variable: str) -> PrivateKeyTypes:
    """The key of a PEM text.

    Raises:
        BadKey: it is none, or it is encrypted.
    """
    try:
        return serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey(f"{variable} holds no private key in PEM without a password") from None


def seal_key_from(*, key: str, chain: str, tsa_url: str, now: datetime) -> SealKey:
    """Key and certificates from PEM texts.

    Raises:
        BadKey: they cannot be read, do not belong together, are too weak or not in force.
    """
    private = private_key_from(key, variable="PP_SEAL_KEY")
    if not isinstance(private, RSAPrivateKey | EllipticCurvePrivateKey):
        raise BadKey("PP_SEAL_KEY is neither an RSA nor an elliptic-curve key")
    if isinstance(private, RSAPrivateKey) and private.key_size < SHORTEST_RSA_BITS:
        raise BadKey(f"PP_SEAL_KEY is shorter than {SHORTEST_RSA_BITS} bits")
    try:
        certificates = tuple(x509.load_pem_x509_certificates(chain.encode()))
    except ValueError:
        raise BadKey("PP_SEAL_CERTIFICATE holds no certificate in PEM") from None
    if certificates[0].public_key() != private.public_key():
        raise BadKey("PP_SEAL_CERTIFICATE is not the certificate of PP_SEAL_KEY")
    found = SealKey(key=private, chain=certificates, tsa_url=tsa_url)
    found.check_holds(now=now)
    return found
