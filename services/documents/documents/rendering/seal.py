"""The seal of a paper: PAdES B-B, B-T where a time-stamp authority is configured (ETSI EN 319 142-1), by pyHanko.

Loads pyHanko, which takes a second: only workers import this module.
"""

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

import httpx
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.rendering.seal_key import SealKey, bound

FIELD = "Cachet"
TSA_TIMEOUT_S = 10.0
# Room for the signature in the file: certificates, and a time stamp with its own.
BYTES_RESERVED, BYTES_RESERVED_WITH_STAMP = 8_192, 24_576


def _asn1(certificate: Any) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


class LoadedKeySigner(Signer):
    """Signs with a key that stays loaded; pyHanko's own signer reads and checks an RSA key for each signature."""

    def __init__(self, key: SealKey) -> None:
        others = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # of pyHanko
        others.register_multiple([_asn1(one) for one in key.chain[1:]])
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=others)
        self._key = key.key

    async def async_sign_raw(self, data: bytes, *_args: Any, **_options: Any) -> bytes:
        """RSA: PKCS #1 v1.5; elliptic curve: ECDSA; SHA-256 both."""
        if isinstance(self._key, RSAPrivateKey):
            return self._key.sign(data, PKCS1v15(), hashes.SHA256())
        return self._key.sign(data, ECDSA(hashes.SHA256()))


class HttpTimeStamper(TimeStamper):
    """Asks a time-stamp authority (RFC 3161 section 3.4)."""

    def __init__(self, url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # of pyHanko
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The authority's answer; a fault of the network fails the task, which is tried again."""
        headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
        async with httpx.AsyncClient(timeout=TSA_TIMEOUT_S) as client:
            answer = await client.post(self._url, content=req.dump(), headers=headers)
        answer.raise_for_status()
        return tsp.TimeStampResp.load(answer.content)


class _Appending(IncrementalPdfFileWriter):
    """Leaves the metadata as they were typeset: rewritten, they would say PDF/A in a form that checkers refuse."""

    def _update_meta(self) -> None:
        return


class _PdfSignerAt(PdfSigner):
    """Signs at a moment that is passed in."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


@lru_cache(maxsize=2)
def _signer(key: SealKey) -> LoadedKeySigner:
    return LoadedKeySigner(key)


def sealed(pdf: bytes, *, now: datetime, key: SealKey | None = None) -> bytes:
    """`pdf` with an invisible signature that allows no change, appended to its bytes.

    Raises:
        BadKey: the certificate ran out since the process started.
        httpx.HTTPError: the time-stamp authority does not answer.
    """
    own = key or bound()
    own.check_holds(now=now)
    described = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    stamper = HttpTimeStamper(own.tsa_url) if own.tsa_url else None
    signer = _PdfSignerAt(described, signer=_signer(own), timestamper=stamper)
    signer.moment = now.astimezone(UTC)
    out = BytesIO()
    reserved = BYTES_RESERVED_WITH_STAMP if stamper else BYTES_RESERVED
    signer.sign_pdf(_Appending(BytesIO(pdf)), bytes_reserved=reserved, output=out)
    return out.getvalue()
