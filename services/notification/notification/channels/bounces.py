"""What mail servers report afterwards: delivery status notifications (RFC 3464) and complaints (RFC 5965)."""

import email
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default

LARGEST = 1_048_576
_IDENTIFIER = re.compile(r"<([0-9a-f]{40})@[^<>\s]+>")
_PERMANENT = re.compile(r"^5\.\d{1,3}\.\d{1,3}")


class Unreadable(Exception):
    """The file is no report about one of our messages; the text says why."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """About which message, and what: `is_complaint`, or a delivery that failed for good where `is_permanent`.

    `identifier` is the left side of our Message-ID; `reason` the server's own words.
    """

    identifier: str
    is_complaint: bool
    is_permanent: bool
    reason: str


def read_report(content: bytes) -> Report:
    """The report that an e-mail file holds.

    Raises:
        Unreadable: no report, or not about a message of ours.
    """
    if len(content) > LARGEST:
        raise Unreadable("larger than a report is")
    message = email.message_from_bytes(content, _class=EmailMessage, policy=default)
    kinds = {part.get_content_type(): part for part in message.walk()}
    if "message/feedback-report" in kinds:
        return Report(identifier=_identifier(content), is_complaint=True, is_permanent=False, reason="complaint")
    if "message/delivery-status" not in kinds:
        raise Unreadable("neither a delivery status nor a feedback report")
    status, reason = _delivery(kinds["message/delivery-status"])
    return Report(
        identifier=_identifier(content),
        is_complaint=False,
        is_permanent=bool(_PERMANENT.match(status)),
        reason=f"{status} {reason}".strip()[:500],
    )


def _delivery(part: EmailMessage) -> tuple[str, str]:
    """Status and diagnostic of the first recipient; the first block of fields is about the server itself."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, EmailMessage) and block["Status"]:
            told = " ".join(str(block["Diagnostic-Code"] or block["Action"] or "").split())
            return str(block["Status"]).strip(), told
    raise Unreadable("no status of a recipient")


def _identifier(content: bytes) -> str:
    """Ours among the ids that the report quotes: of the returned message, or those it refers to."""
    found = _IDENTIFIER.search(content.decode("utf-8", errors="replace"))
    if found is None:
        raise Unreadable("it quotes no message of ours")
    return found[1]
