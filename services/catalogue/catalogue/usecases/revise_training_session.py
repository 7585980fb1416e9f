"""An editor moves a session, or changes its seats, its registration window or its links."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits, check_version
from catalogue.domain.events import training_session_capacity_changed, training_session_moved
from catalogue.domain.journal import change_by
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_sessions import TrainingSession, replan
from catalogue.store.search_index import index_sessions
from catalogue.store.training_actions import read_training_action
from catalogue.store.training_sessions import lock_training_session
from catalogue.usecases.read_run import run_of
from chassis import outbox
from chassis.database import Session


def revise_training_session(
    session: Session,
    training_session_id: UUID,
    *,
    plan: SessionPlan,
    editor: Editor,
    expected_version: int | None,
    now: datetime,
) -> TrainingSession:
    """Says `moved` where day, hour or place differ (people may then cancel freely), `capacity_changed` for the rest.

    Enrolment owns the count of seats: a capacity below the seats taken is floored there, not refused here.

    Raises:
        NotFound, Forbidden, StaleVersion, SessionCancelled, SessionOver, SessionPlanInvalid, DurationInconsistent
    """
    training_session = lock_training_session(session, training_session_id)
    action = read_training_action(session, training_session.training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    check_version(training_session.version, expected=expected_version)
    timetable, terms = replan(training_session, plan, run=run_of(session, action), now=now)
    facts = []
    if training_session.move(timetable):
        facts.append(("moved", training_session_moved(training_session, occurred_at=now)))
    if training_session.change_terms(terms, timetable):
        facts.append(("capacity_changed", training_session_capacity_changed(training_session, occurred_at=now)))
    # Written once both are done: between them the row may hold a window that ends after the new beginning.
    for kind, event in facts:
        outbox.append(session, event)
        session.add(
            change_by(
                editor,
                kind,
                training_action_id=action.training_action_id,
                training_session_id=training_session_id,
                occurred_at=now,
            )
        )
    if facts:
        index_sessions(session, action.training_action_id)
    return training_session
