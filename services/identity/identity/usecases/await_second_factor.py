"""Keep who proved a password until the second factor is there; the browser holds it, sealed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from identity.domain.clients import digest
from identity.domain.lifetimes import SECOND_FACTOR_WAIT
from identity.store import seals


@dataclass(frozen=True, kw_only=True)
class HalfSignedIn:
    """Whose password was right, with which hash, so that a password changed meanwhile ends the wait."""

    account_id: UUID
    password_digest: str


def put_aside(account_id: UUID, *, password_hash: str, now: datetime) -> str:
    """A text for the browser that nobody else can make."""
    content = {"account_id": str(account_id), "password": digest(password_hash).hex(), "at": now.timestamp()}
    return seals.seal({"half_signed_in": content})


def take_up(unverified_text: str, *, now: datetime) -> HalfSignedIn | None:
    """Who it is, None where the text is not ours or ten minutes old."""
    content = (seals.open_seal(unverified_text) or {}).get("half_signed_in")
    if content is None or now - datetime.fromtimestamp(float(content["at"]), UTC) > SECOND_FACTOR_WAIT:
        return None
    return HalfSignedIn(account_id=UUID(content["account_id"]), password_digest=content["password"])
