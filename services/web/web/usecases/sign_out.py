"""Forget a sign-in here; the browser then goes on to the provider's own logout."""

from uuid import UUID

from sqlalchemy.orm import Session

from web.store import sign_ins


def sign_out(session: Session, sign_in_id: UUID) -> None:
    """Remove the sign-in and its tokens; a second time changes nothing."""
    sign_ins.remove(session, sign_in_id)
