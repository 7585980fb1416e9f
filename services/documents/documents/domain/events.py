"""What documents says. Contracts: contracts/events/document.*, badge.*."""

from datetime import datetime

from chassis.events import Event
from documents.domain.badge import Badge, BadgeStatus
from documents.domain.document import Document, DocumentStatus

_TYPES = {
    DocumentStatus.VALID: "document.issued.v1",
    DocumentStatus.REPLACED: "document.replaced.v1",
    DocumentStatus.REVOKED: "document.revoked.v1",
}


def document_event(document: Document, *, occurred_at: datetime) -> Event:
    """The full public state of an issued document, under the name of its last move."""
    if document.issued_at is None:
        raise ValueError("a document that was never issued is nobody's business")
    return Event(
        type=_TYPES[document.status],
        subject=document.document_id,
        subject_version=document.version,
        occurred_at=occurred_at,
        data={
            "document_id": str(document.document_id),
            "kind": document.kind.value,
            "number": document.number,
            "enrolment_id": str(document.enrolment_id),
            "account_id": str(document.account_id),
            "organisation_id": str(document.organisation_id),
            "training_action_id": str(document.training_action_id),
            "training_session_id": str(document.training_session_id),
            "issued_at": document.issued_at.isoformat().replace("+00:00", "Z"),
            "verification_code": document.verification_code,
            "status": document.status.value,
            "replaces_number": document.replaces_number,
        },
    )


_BADGE_TYPES = {
    BadgeStatus.REQUESTED: "badge.requested.v1",
    BadgeStatus.ISSUED: "badge.issued.v1",
    BadgeStatus.DECLINED: "badge.declined.v1",
    BadgeStatus.REVOKED: "badge.revoked.v1",
}


def badge_event(badge: Badge, *, occurred_at: datetime) -> Event:
    """The public state of a badge; the evidence, which is the person's own, does not travel."""
    return Event(
        type=_BADGE_TYPES[badge.status],
        subject=badge.badge_id,
        subject_version=badge.version,
        occurred_at=occurred_at,
        data={
            "badge_id": str(badge.badge_id),
            "enrolment_id": str(badge.enrolment_id),
            "account_id": str(badge.account_id),
            "organisation_id": str(badge.organisation_id),
            "training_action_id": str(badge.training_action_id),
            "training_session_id": str(badge.training_session_id),
            "provider_organisation_id": str(badge.provider_organisation_id),
            "status": badge.status.value,
            "requested_at": badge.requested_at.isoformat().replace("+00:00", "Z"),
            "reason": badge.reason,
        },
    )
