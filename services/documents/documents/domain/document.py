"""A document: asked for by a move of an enrolment, issued once, then valid until replaced or revoked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.ids import new_id
from documents.domain.errors import UnknownMove


class DocumentKind(StrEnum):
    """What a document certifies, or (convocation) announces."""

    COMPLETION_CERTIFICATE = "completion_certificate"
    END_OF_TRAINING_STATEMENT = "end_of_training_statement"
    CONVOCATION = "convocation"


# Those that a recorded presence asks for.
OF_PRESENCE = (DocumentKind.COMPLETION_CERTIFICATE, DocumentKind.END_OF_TRAINING_STATEMENT)


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
    """One paper about one enrolment. `content` is what it says, fixed together with number and code.

    `presence_version` is the version of the enrolment that it is about, `session_version` that of the session (of a
    convocation, which a moved session overtakes; 0 otherwise). A higher pair overtakes a lower one.
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
    session_version: int = 0
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
    replaces_number: str | None = None
    revocation_reason: str | None = None
    erased_at: datetime | None = None

    @property
    def basis(self) -> tuple[int, int]:
        """What it is based on: versions of the enrolment and of the session."""
        return self.presence_version, self.session_version

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
class Enrolment:
    """An enrolment as last told; `version` is its own. Minutes are net, and 0 where nothing was recorded."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID
    publication_number: int
    status: str
    net_minutes: int
    version: int
    requested_at: datetime | None = None
    decided_at: datetime | None = None
    planned_minutes: int | None = None
    half_days: list[dict[str, Any]] | None = None
    evaluation: Any = None
    recorded_at: datetime | None = None
    recorded_by: UUID | None = None


def asked_by(enrolment: Enrolment, kind: DocumentKind, *, session_version: int = 0, now: datetime) -> Document:
    """The document that this enrolment asks for."""
    return Document(
        document_id=new_id(),
        kind=kind,
        status=DocumentStatus.PENDING,
        enrolment_id=enrolment.enrolment_id,
        presence_version=enrolment.version,
        session_version=session_version,
        account_id=enrolment.account_id,
        organisation_id=enrolment.organisation_id,
        training_session_id=enrolment.training_session_id,
        training_action_id=enrolment.training_action_id,
        publication_number=enrolment.publication_number,
        requested_at=now,
        status_changed_at=now,
    )
