"""A bundle: one file made on demand for one person, kept for some days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from chassis.principal import Role

KEPT_FOR = timedelta(days=7)


class BundleKind(StrEnum):
    """What may be asked for."""

    ATTENDANCE_SHEET = "attendance_sheet"
    PERSON_DOCUMENTS = "person_documents"
    SESSION_DOCUMENTS = "session_documents"
    PASSPORT = "passport"
    EMPLOYER_PACK = "employer_pack"
    EVIDENCE_PACK = "evidence_pack"
    SPECIMEN = "specimen"


class BundleStatus(StrEnum):
    """`expired`: the file is gone, another may be asked for."""

    PENDING = "pending"
    READY = "ready"
    EXPIRED = "expired"


# In which active roles a kind may be asked for; empty: anybody, about themselves.
ROLES: Mapping[BundleKind, frozenset[Role]] = {
    BundleKind.ATTENDANCE_SHEET: frozenset({Role.TRAINING_PROVIDER, Role.STAFF}),
    BundleKind.PERSON_DOCUMENTS: frozenset({Role.HR_VALIDATOR}),
    BundleKind.SESSION_DOCUMENTS: frozenset({Role.HR_VALIDATOR, Role.TRAINING_PROVIDER, Role.STAFF}),
    BundleKind.PASSPORT: frozenset(),
    BundleKind.EMPLOYER_PACK: frozenset({Role.HR_VALIDATOR}),
    BundleKind.EVIDENCE_PACK: frozenset({Role.TRAINING_PROVIDER, Role.STAFF}),
    BundleKind.SPECIMEN: frozenset({Role.STAFF}),
}
# What each kind must be told.
SUBJECTS: Mapping[BundleKind, str | None] = {
    BundleKind.ATTENDANCE_SHEET: "training_session_id",
    BundleKind.PERSON_DOCUMENTS: "account_id",
    BundleKind.SESSION_DOCUMENTS: "training_session_id",
    BundleKind.PASSPORT: None,
    BundleKind.EMPLOYER_PACK: "account_id",
    BundleKind.EVIDENCE_PACK: "training_action_id",
    BundleKind.SPECIMEN: "template",
}


@dataclass(eq=False, kw_only=True)
class Bundle:
    """`parameters` holds the subject; role and organisation are those in which it was asked for."""

    bundle_id: UUID
    kind: BundleKind
    status: BundleStatus
    requested_by: UUID
    role: str | None
    organisation_id: UUID | None
    parameters: dict[str, str]
    requested_at: datetime
    file_name: str | None = None
    file_size: int | None = None
    shown_name: str | None = None
    media_type: str | None = None
    ready_at: datetime | None = None
    expires_at: datetime | None = None

    def key(self, name: str) -> UUID:
        """A parameter that is a key."""
        return UUID(self.parameters[name])
