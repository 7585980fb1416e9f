"""Keep the question to an authenticator until it answers; the browser holds it, sealed, and it is good once."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from chassis.database import Session
from identity.domain.lifetimes import CHALLENGE_TTL
from identity.domain.passkeys import new_challenge
from identity.store import passkeys, seals


class Purpose(StrEnum):
    """What the answer is for: one for something else is none."""

    SIGN_IN = "sign-in"
    SECOND_FACTOR = "second-factor"
    ADD = "add"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A challenge, and the text for the browser that nobody else can make."""

    challenge: bytes
    sealed: str


def ask(purpose: Purpose, *, now: datetime, account_id: UUID | None = None) -> Question:
    """`account_id`: whose answer alone counts, None where anybody may sign in."""
    challenge = new_challenge()
    content = {
        "challenge": base64.b64encode(challenge).decode(),
        "purpose": purpose.value,
        "account_id": str(account_id) if account_id else None,
        "at": now.timestamp(),
    }
    return Question(challenge=challenge, sealed=seals.seal({"passkey_question": content}))


def take_up(
    session: Session, unverified_text: str, *, purpose: Purpose, now: datetime, account_id: UUID | None = None
) -> bytes | None:
    """The challenge, used up by this; None where it was used, is older than five minutes, or is for something or
    somebody else."""
    content = (seals.open_seal(unverified_text) or {}).get("passkey_question")
    if content is None or (content["purpose"], content["account_id"]) != (
        purpose.value,
        str(account_id) if account_id else None,
    ):
        return None
    expires_at = datetime.fromtimestamp(float(content["at"]), UTC) + CHALLENGE_TTL
    if now > expires_at:
        return None
    challenge = base64.b64decode(content["challenge"])
    return challenge if passkeys.use_challenge(session, challenge, expires_at=expires_at) else None
