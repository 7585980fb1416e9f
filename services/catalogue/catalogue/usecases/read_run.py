"""What a session inherits from its action."""

from catalogue.domain.training_actions import TrainingAction
from catalogue.domain.training_sessions import Run
from catalogue.store.classification import type_of
from chassis.database import Session


def run_of(session: Session, action: TrainingAction) -> Run:
    """Self-paced or dated by the action's type, and the days it announces."""
    action_type = type_of(session, action.description.type_code)
    return Run(
        training_action_id=action.training_action_id,
        self_paced=action_type is not None and action_type.self_paced,
        duration_days=action.description.duration_days,
    )
