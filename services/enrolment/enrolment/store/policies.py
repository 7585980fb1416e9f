"""The versions of the rules of participation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.domain.policy import Policy


def every(session: Session) -> list[Policy]:
    """All versions: there are few."""
    return list(session.scalars(select(Policy)))
