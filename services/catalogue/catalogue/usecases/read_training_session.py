"""An editor reads sessions, remote addresses and seats included."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor, check_edits
from catalogue.domain.training_sessions import TrainingSession
from catalogue.store import training_sessions as store
from catalogue.store import working_copies
from catalogue.store.training_actions import read_training_action
from chassis.database import Session


@dataclass(frozen=True, kw_only=True)
class EditedSession:
    """A session with the seats that enrolment last told, None where it told none yet."""

    training_session: TrainingSession
    seats: Any


def read_training_session(session: Session, training_session_id: UUID, *, editor: Editor) -> TrainingSession:
    """
    Raises:
        NotFound, Forbidden
    """
    training_session = store.read_training_session(session, training_session_id)
    action = read_training_action(session, training_session.training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return training_session


def with_seats(session: Session, training_sessions: list[TrainingSession]) -> list[EditedSession]:
    """These sessions with their seats."""
    told = working_copies.seats_of(session, [one.training_session_id for one in training_sessions])
    return [EditedSession(training_session=one, seats=told.get(one.training_session_id)) for one in training_sessions]


def list_training_sessions(session: Session, training_action_id: UUID, *, editor: Editor) -> list[EditedSession]:
    """Every session of an action, the latest first, cancelled and past ones included.

    Raises:
        NotFound, Forbidden
    """
    action = read_training_action(session, training_action_id)
    check_edits(editor, provider_organisation_id=action.description.provider_organisation_id)
    return with_seats(session, working_copies.sessions_of(session, training_action_id))
