"""Forget a person: names go from copies, contents and files; number, hours and status of what was issued stay."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from documents.domain.document import DocumentStatus, Move
from documents.store import copies
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
