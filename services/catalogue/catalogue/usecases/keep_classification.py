"""Staff keep the types and the themes; what is published already keeps its labels until its next publication."""

from catalogue.domain.classification import Theme, TrainingActionType
from catalogue.store import classification as store
from chassis.database import Session


def keep_training_action_type(session: Session, kept: TrainingActionType) -> None:
    """Add a type, or change the one of that code."""
    store.keep_type(session, kept)


def keep_theme(session: Session, kept: Theme) -> None:
    """Add a theme, or change the one of that code."""
    store.keep_theme(session, kept)
