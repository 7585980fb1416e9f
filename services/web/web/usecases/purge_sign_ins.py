"""Forget what is over."""

from datetime import datetime

from sqlalchemy.orm import Session

from web.domain.sign_ins import Limits
from web.store import sign_ins


def purge_sign_ins(session: Session, *, limits: Limits, now: datetime) -> int:
    """Remove sign-ins past their idle or absolute limit; says how many."""
    return sign_ins.remove_over(session, now=now, limits=limits)
