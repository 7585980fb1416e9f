"""Whether a seal holds, and whose it is; by pyHanko, which takes a second to load: commands and workers only."""

import zlib
from collections.abc import Collection
from enum import StrEnum
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

# What a reader of a damaged file may stumble over, in any order of its parts.
_UNREADABLE = (PdfError, SignatureValidationError, ValueError, LookupError, TypeError, AttributeError, zlib.error)


class SealFault(StrEnum):
    """`foreign`: the seal holds, but no certificate of ours made it."""

    MISSING = "seal-missing"
    BROKEN = "seal-broken"
    FOREIGN = "seal-foreign"


def _holds(seal: EmbeddedPdfSignature) -> bool:
    """The signature fits its content, the whole file; nothing is fetched, no list of authorities is trusted."""
    status = validate_pdf_signature(seal, ValidationContext(trust_roots=[], allow_fetching=False))
    stamp = status.timestamp_validity
    is_stamp_sound = stamp is None or (stamp.intact and stamp.valid)
    return bool(
        status.intact and status.valid and is_stamp_sound and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    )


def seal_fault(pdf: bytes, *, own: Collection[str]) -> SealFault | None:
    """What is wrong with the seal of a paper. `own`: SHA-256 of every certificate that ever sealed here, hexadecimal.

    A certificate that has run out since is no fault: the seal was made while it held.
    """
    try:
        seals = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not seals:
            return SealFault.MISSING
        if len(seals) > 1 or not _holds(seals[0]):
            return SealFault.BROKEN
        return None if seals[0].signer_cert.sha256.hex() in own else SealFault.FOREIGN
    except _UNREADABLE:
        return SealFault.BROKEN
