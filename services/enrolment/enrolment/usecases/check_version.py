"""Refuse a change of what somebody else changed first."""

from uuid import UUID

from chassis.database import Session
from chassis.errors import StaleVersion
from enrolment.store import enrolments


def check_version(session: Session, enrolment_id: UUID, *, expected: int | None) -> None:
    """Nothing is expected: nothing is refused. A change between here and the lock meets the table of moves.

    Raises:
        NotFound: no such request.
        StaleVersion: it moved meanwhile.
    """
    if expected is None:
        return
    found = enrolments.get(session, enrolment_id).version
    if found != expected:
        raise StaleVersion(figures={"expected": expected, "found": found}, next_step="reload")
