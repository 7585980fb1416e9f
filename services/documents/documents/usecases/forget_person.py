"""Forget a person: names go from copies, contents and files; number, hours and status of what was issued stay."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from documents.domain.badge import Badge, BadgeMove, BadgeStatus
from documents.domain.document import DocumentStatus, Move
from documents.store import badges, copies
from documents.store import documents as store
from documents.usecases.issue_document import erase_file


def forget_person(session: Session, account_id: UUID, *, now: datetime) -> None:
    """Erase; a second time changes nothing."""
    copies.erase_profile(session, account_id, now=now)
    for document in store.lock_of_account(session, account_id):
        if document.erased_at is not None:
            continue
        if document.status is DocumentStatus.PENDING:
            document.move(Move.DROP, now=now)
        document.erased_at = now
        if document.content is not None:
            document.content = {**document.content, "trainee": None}
        if document.file_name is not None:
            erase_file(session, document.file_name, now=now)
    for badge in badges.lock_of_account(session, account_id):
        if badge.erased_at is None:
            _forget_badge(session, badge, now=now)


def _forget_badge(session: Session, badge: Badge, *, now: datetime) -> None:
    """The place in the status list stays, so that a copy that somebody holds can still be checked."""
    if badge.status in (BadgeStatus.REQUESTED, BadgeStatus.ACCEPTED):
        badge.move(BadgeMove.DROP, now=now)
    badge.erased_at, badge.evidence_url, badge.evidence_text = now, None, None
    badge.credential_jwt, badge.credential = None, None
    if badge.content is not None:
        badge.content = {**badge.content, "person_name": "", "address_hash": None}
    for name in (badge.png_file, badge.svg_file):
        if name is not None:
            erase_file(session, name, now=now)
    badge.png_file, badge.svg_file = None, None
