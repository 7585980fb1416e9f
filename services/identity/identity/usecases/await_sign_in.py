"""Keep an authorization request while the person signs in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from identity.domain.lifetimes import PENDING_REQUEST_TTL_S
from identity.store import seals


@dataclass(frozen=True, kw_only=True)
class WaitingRequest:
    """The parameters of an authorization request that passed every check, and when it was first made."""

    parameters: dict[str, str]
    asked_at: datetime


def put_aside(parameters: Mapping[str, str], *, asked_at: datetime) -> str:
    """A text for the address of the sign-in page that nobody else can make."""
    return seals.seal({"parameters": dict(parameters), "asked_at": asked_at.timestamp()})


def take_up(unverified_text: str, *, now: datetime) -> WaitingRequest | None:
    """The request, None where the text is not ours or more than an hour old."""
    content = seals.open_seal(unverified_text)
    if content is None or "asked_at" not in content:
        return None
    asked_at = datetime.fromtimestamp(float(content["asked_at"]), UTC)
    if (now - asked_at).total_seconds() > PENDING_REQUEST_TTL_S:
        return None
    return WaitingRequest(parameters=dict(content["parameters"]), asked_at=asked_at)
