"""Remove copies of what a neighbour's replay no longer names."""

from chassis.copies import Closing, forget_unnamed
from chassis.database import Session
from enrolment.store.tables import ACCOUNTS, ORGANISATIONS, PROFILES, TRAINING_ACTIONS, TRAINING_SESSIONS


def forget_untold_accounts(session: Session, closing: Closing) -> None:
    """Rights of accounts."""
    forget_unnamed(session, ACCOUNTS, closing)


def forget_untold_profiles(session: Session, closing: Closing) -> None:
    """Names and addresses."""
    forget_unnamed(session, PROFILES, closing)


def forget_untold_organisations(session: Session, closing: Closing) -> None:
    """Organisations."""
    forget_unnamed(session, ORGANISATIONS, closing)


def forget_untold_training_actions(session: Session, closing: Closing) -> None:
    """Training actions."""
    forget_unnamed(session, TRAINING_ACTIONS, closing)


def forget_untold_training_sessions(session: Session, closing: Closing) -> None:
    """Training sessions; their seats stay, as long as there are requests they count them."""
    forget_unnamed(session, TRAINING_SESSIONS, closing)
