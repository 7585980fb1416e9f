"""An editor asks what a revision of a session would mean for people, before doing it; nothing is written."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_version
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_sessions import replan
from catalogue.store.training_actions import read_training_action
from catalogue.usecases.read_run import run_of
from catalogue.usecases.read_training_session import read_training_session, with_seats
from chassis.database import Session


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """`resulting_capacity`: never below the seats taken, which enrolment counts. None: no limit."""

    is_moved: bool
    is_changed: bool
    taken_seats: int
    waiting: int
    capacity: int | None
    resulting_capacity: int | None


def rehearse_revision(
    session: Session,
    training_session_id: UUID,
    *,
    plan: SessionPlan,
    editor: Editor,
    expected_version: int | None,
    now: datetime,
) -> Consequences:
    """
    Raises:
        NotFound, Forbidden, StaleVersion, SessionCancelled, SessionOver, SessionPlanInvalid, DurationInconsistent
    """
    training_session = read_training_session(session, training_session_id, editor=editor)
    check_version(training_session.version, expected=expected_version)
    action = read_training_action(session, training_session.training_action_id)
    timetable, terms = replan(training_session, plan, run=run_of(session, action), now=now)
    (edited,) = with_seats(session, [training_session])
    taken = edited.seats["taken_seats"] if edited.seats else 0
    return Consequences(
        is_moved=training_session.would_move(timetable),
        is_changed=training_session.would_change(terms, timetable),
        taken_seats=taken,
        waiting=edited.seats["waiting"] if edited.seats else 0,
        capacity=terms.capacity,
        resulting_capacity=None if terms.capacity is None else max(terms.capacity, taken),
    )
