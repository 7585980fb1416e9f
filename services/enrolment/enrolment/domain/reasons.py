"""Why a decision denies: a code of a list, a text, or both. The list's words are those of who shows it."""

from dataclasses import dataclass
from enum import StrEnum


class ReasonCode(StrEnum):
    """The reasons that somebody may choose; `other` says nothing alone, a text goes with it."""

    SERVICE_NEEDS = "service_needs"
    NOT_IN_PLAN = "not_in_plan"
    NOT_FOR_POSITION = "not_for_position"
    COLLEAGUE_FIRST = "colleague_first"
    ALREADY_TRAINED = "already_trained"
    PREREQUISITES_MISSING = "prerequisites_missing"
    AUDIENCE_MISMATCH = "audience_mismatch"
    OBJECTIVES_MISMATCH = "objectives_mismatch"
    INFORMATION_MISSING = "information_missing"
    OTHER = "other"


HR_REASONS = (
    ReasonCode.SERVICE_NEEDS,
    ReasonCode.NOT_IN_PLAN,
    ReasonCode.NOT_FOR_POSITION,
    ReasonCode.COLLEAGUE_FIRST,
    ReasonCode.ALREADY_TRAINED,
    ReasonCode.OTHER,
)
PROVIDER_REASONS = (
    ReasonCode.PREREQUISITES_MISSING,
    ReasonCode.AUDIENCE_MISMATCH,
    ReasonCode.OBJECTIVES_MISMATCH,
    ReasonCode.INFORMATION_MISSING,
    ReasonCode.OTHER,
)


def says_why(code: ReasonCode | None, text: str | None) -> bool:
    """Whether a decision is explained."""
    return bool((text or "").strip()) or code not in (None, ReasonCode.OTHER)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What somebody decides, and why: `decision` is `approve`, `refuse`, `accept` or `decline`."""

    decision: str
    reason: str | None = None
    reason_code: ReasonCode | None = None
