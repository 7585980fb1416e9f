"""The keys with which documents seals and signs here: made at the first start, worth nothing elsewhere."""

import contextlib
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deploy.local import labels

RSA_BITS = 3_072
# Long, so that trials with a shifted clock find it in force; made anew a year before its end.
VALIDITY = timedelta(days=3_650)
RENEWAL = timedelta(days=365)
KEY, CERTIFICATE = "seal.key.pem", "seal.certificate.pem"
BADGE_RSA, BADGE_ED25519 = "badge.rsa.pem", "badge.ed25519.pem"


def new_rsa_key(bits: int = RSA_BITS) -> bytes:
    """PEM, PKCS #8."""
    key = rsa.generate_private_key(public_exponent=65_537, key_size=bits)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def new_ed25519_key() -> bytes:
    """PEM, PKCS #8."""
    return ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def certificate_for(key_pem: bytes, *, since: datetime, until: datetime, stamps_time: bool = False) -> bytes:
    """A self-signed certificate for signatures, or (tests) for time stamps, PEM."""
    key = load_pem_private_key(key_pem, password=None)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, labels.SEAL_NAME)])
    usage = dict.fromkeys(
        (
            "key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
            "decipher_only",
        ),
        False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())  # type: ignore[arg-type]  # the union holds keys that cannot be certified
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
    )
    if stamps_time:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    made = builder.sign(key, hashes.SHA256())  # type: ignore[arg-type]  # the union holds keys that cannot sign
    return made.public_bytes(Encoding.PEM)


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by us alone; another process may be faster."""
    handle, draft = tempfile.mkstemp(dir=path.parent)
    os.write(handle, content)
    os.close(handle)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)


def _kept(path: Path, make: Callable[[], bytes]) -> Path:
    if not path.is_file():
        _put(path, make())
    return path


def key_files(folder: Path) -> dict[str, str]:
    """The settings of documents that name keys; what is missing is made, a certificate near its end made anew."""
    now = datetime.now(UTC)
    key, certificate = _kept(folder / KEY, new_rsa_key), folder / CERTIFICATE
    if certificate.is_file():
        held = x509.load_pem_x509_certificate(certificate.read_bytes())
        if held.not_valid_after_utc < now + RENEWAL:
            certificate.unlink()
    since, until = now - timedelta(days=1), now + VALIDITY
    _kept(certificate, lambda: certificate_for(key.read_bytes(), since=since, until=until))
    return {
        "PP_SEAL_KEY_FILE": str(key),
        "PP_SEAL_CERTIFICATE_FILE": str(certificate),
        "PP_BADGE_RSA_KEY_FILE": str(_kept(folder / BADGE_RSA, new_rsa_key)),
        "PP_BADGE_ED25519_KEY_FILE": str(_kept(folder / BADGE_ED25519, new_ed25519_key)),
    }
