"""The versions of the rules of participation."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from enrolment.domain.policy import Policy
from enrolment.store.reading import Reader
from enrolment.store.tables import POLICIES


def every(session: Session) -> list[Policy]:
    """All versions: there are few."""
    return list(session.scalars(select(Policy)))


def read(reader: Reader) -> list[Policy]:
    """The same, for a connection that only reads."""
    return [Policy(**row._mapping) for row in reader.execute(select(POLICIES))]
