"""An open badge: a person asks, the provider accepts or declines, a worker signs; afterwards it may be revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from documents.domain.errors import UnknownMove


class BadgeStatus(StrEnum):
    """`accepted`: the provider said yes, the worker has not signed yet. `dropped`: the person was forgotten before."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    ISSUED = "issued"
    DECLINED = "declined"
    REVOKED = "revoked"
    DROPPED = "dropped"


class BadgeMove(StrEnum):
    """What happens to a badge."""

    ACCEPT = "accept"
    DECLINE = "decline"
    ISSUE = "issue"
    REVOKE = "revoke"
    DROP = "drop"


BADGE_TRANSITIONS: Mapping[tuple[BadgeStatus, BadgeMove], BadgeStatus] = {
    (BadgeStatus.REQUESTED, BadgeMove.ACCEPT): BadgeStatus.ACCEPTED,
    (BadgeStatus.REQUESTED, BadgeMove.DECLINE): BadgeStatus.DECLINED,
    (BadgeStatus.REQUESTED, BadgeMove.DROP): BadgeStatus.DROPPED,
    (BadgeStatus.ACCEPTED, BadgeMove.ISSUE): BadgeStatus.ISSUED,
    (BadgeStatus.ACCEPTED, BadgeMove.DROP): BadgeStatus.DROPPED,
    (BadgeStatus.ISSUED, BadgeMove.REVOKE): BadgeStatus.REVOKED,
}
LIVE_BADGES = frozenset({BadgeStatus.REQUESTED, BadgeStatus.ACCEPTED, BadgeStatus.ISSUED})


@dataclass(eq=False, kw_only=True)
class Badge:
    """One badge for one enrolment; `content` is what its credential says, fixed when it is accepted."""

    badge_id: UUID
    status: BadgeStatus
    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_action_id: UUID
    training_session_id: UUID
    publication_number: int
    provider_organisation_id: UUID
    requested_at: datetime
    status_changed_at: datetime
    version: int = 1
    evidence_url: str | None = None
    evidence_text: str | None = None
    decided_by: UUID | None = None
    reason: str | None = None
    content: dict[str, Any] | None = None
    status_list: int | None = None
    status_list_index: int | None = None
    issued_at: datetime | None = None
    credential_jwt: str | None = None
    credential: dict[str, Any] | None = None
    png_file: str | None = None
    svg_file: str | None = None
    erased_at: datetime | None = None

    def move(self, move: BadgeMove, *, now: datetime) -> None:
        """Change the status by the table.

        Raises:
            UnknownMove: the table has no such move from here.
        """
        try:
            self.status = BADGE_TRANSITIONS[self.status, move]
        except KeyError:
            raise UnknownMove(f"{move} from {self.status}") from None
        self.status_changed_at = now
        self.version += 1
