"""The result of a planned evaluation, for the end-of-training statement."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from enrolment.domain.deadlines import as_text


class EvaluationResult(StrEnum):
    """How far the objectives were reached."""

    ACQUIRED = "acquired"
    PARTIALLY_ACQUIRED = "partially_acquired"
    NOT_ACQUIRED = "not_acquired"


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """Of one participant; the comment is printed."""

    enrolment_id: UUID
    result: EvaluationResult
    comment: str | None = None

    def as_data(self, *, recorded_at: datetime) -> dict[str, Any]:
        """As the request keeps it and events carry it."""
        return {"result": self.result.value, "comment": self.comment or None, "recorded_at": as_text(recorded_at)}

    def says_the_same(self, kept: dict[str, Any] | None) -> bool:
        """Whether this is recorded already."""
        return kept is not None and (kept["result"], kept["comment"]) == (self.result.value, self.comment or None)
