"""Move a request and leave everything that a move leaves: the right, the record, the event."""

from chassis import outbox
from chassis.database import Session
from enrolment.domain.attendance import Attendance
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.moves import Act
from enrolment.domain.transitions import Decision
from enrolment.store import rights
from enrolment.usecases.name_decider import name_decider


def keep_move(
    session: Session, enrolment: Enrolment, *, decision: Decision, act: Act, attendance: Attendance | None = None
) -> None:
    """The request, and where a right may change the rights of its person, are locked by the caller.

    Raises:
        AlreadyDecided, IllegalMove: the table of moves does not know this one.
        ReasonRequired: the decision needs one.
    """
    used_before = enrolment.uses_right
    with name_decider(session):
        moved = enrolment.decide(decision, act, attendance=attendance)
    difference = int(enrolment.uses_right) - int(used_before)
    if difference:
        rights.add(
            session,
            (enrolment.account_id, enrolment.year),
            member_only=difference,
            formations=difference * int(enrolment.counts_as_formation),
        )
    session.add(enrolment)
    session.flush()
    session.add(moved.move)
    session.flush()
    outbox.append(session, moved.event)
