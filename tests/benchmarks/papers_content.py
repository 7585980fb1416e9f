"""What the papers of the benchmark say, without loading the engine they are compared with."""

from datetime import UTC, datetime
from typing import Any

from deploy.local.keys import certificate_for, new_rsa_key
from documents.labels import SPECIMEN
from documents.rendering.seal_key import SealKey, seal_key_from
from tests.support import keys

AT = datetime(2026, 12, 22, 17, tzinfo=UTC)
TEMPLATE = "completion_certificate_v3"


def content(rank: int) -> dict[str, Any]:
    """A certificate; no two are alike, so nothing is found made."""
    return {**SPECIMEN, "number": f"CR-2026-{rank:06d}", "issuer": None, "issued_on": "2026-12-22"}


def key_of(pem: bytes) -> SealKey:
    """With a certificate of its own."""
    chain = certificate_for(pem, since=keys.SINCE, until=keys.UNTIL).decode()
    return seal_key_from(key=pem.decode(), chain=chain, tsa_url="", now=AT)


def rsa_key() -> SealKey:
    """RSA-3072."""
    return key_of(new_rsa_key(3_072))
