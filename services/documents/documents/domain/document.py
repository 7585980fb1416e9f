"""A document: asked for by a recorded presence, issued once, then valid until replaced or revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from documents.domain.errors import UnknownMove


class DocumentKind(StrEnum):
    """What a document certifies."""

    COMPLETION_CERTIFICATE = "completion_certificate"


class DocumentStatus(StrEnum):
    """`pending`: asked for, not yet typeset. `dropped`: overtaken by a correction before it was issued."""

    PENDING = "pending"
    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    DROPPED = "dropped"


class Move(StrEnum):
    """What happens to a document."""

    ISSUE = "issue"
    DROP = "drop"
    REPLACE = "replace"
    REVOKE = "revoke"


TRANSITIONS: Mapping[tuple[DocumentStatus, Move], DocumentStatus] = {
    (DocumentStatus.PENDING, Move.ISSUE): DocumentStatus.VALID,
    (DocumentStatus.PENDING, Move.DROP): DocumentStatus.DROPPED,
    (DocumentStatus.VALID, Move.REPLACE): DocumentStatus.REPLACED,
    (DocumentStatus.VALID, Move.REVOKE): DocumentStatus.REVOKED,
}
ISSUED = frozenset({DocumentStatus.VALID, DocumentStatus.REPLACED, DocumentStatus.REVOKED})


@dataclass(eq=False, kw_only=True)
class Document:
    """One certificate of one presence. `content` is what the paper says, fixed together with number and code.

    `presence_version` is the version of the enrolment whose presence it certifies; a higher one overtakes it.
    """

    document_id: UUID
    kind: DocumentKind
    status: DocumentStatus
    enrolment_id: UUID
    presence_version: int
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    requested_at: datetime
    status_changed_at: datetime
    version: int = 1
    provider_organisation_id: UUID | None = None
    template: str | None = None
    number: str | None = None
    verification_code: str | None = None
    content: dict[str, Any] | None = None
    issued_at: datetime | None = None
    file_name: str | None = None
    file_sha256: str | None = None
    file_size: int | None = None
    replaced_by: UUID | None = None
    erased_at: datetime | None = None

    @property
    def is_fixed(self) -> bool:
        """Number, code and content were given; they never change afterwards."""
        return self.content is not None

    def move(self, move: Move, *, now: datetime) -> None:
        """Change the status by the table.

        Raises:
            UnknownMove: the table has no such move from here.
        """
        try:
            self.status = TRANSITIONS[self.status, move]
        except KeyError:
            raise UnknownMove(f"{move} from {self.status}") from None
        self.status_changed_at = now
        self.version += 1


@dataclass(frozen=True, kw_only=True)
class Presence:
    """What was recorded for one enrolment; `version` is the enrolment's."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    net_minutes: int
    recorded_at: datetime
    recorded_by: UUID | None
    version: int


def request_for(presence: Presence, *, now: datetime) -> Document:
    """The document that this presence asks for."""
    return Document(
        document_id=new_id(),
        kind=DocumentKind.COMPLETION_CERTIFICATE,
        status=DocumentStatus.PENDING,
        enrolment_id=presence.enrolment_id,
        presence_version=presence.version,
        account_id=presence.account_id,
        organisation_id=presence.organisation_id,
        training_session_id=presence.training_session_id,
        training_action_id=presence.training_action_id,
        publication_number=presence.publication_number,
        requested_at=now,
        status_changed_at=now,
    )
