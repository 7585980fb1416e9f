"""A person keeps an action among their favourites, or no longer."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.errors import TooManyFavourites
from catalogue.domain.saved_searches import MOST_FAVOURITES
from catalogue.store import personal
from catalogue.store.training_actions import read_training_action
from chassis.database import Session
from chassis.errors import NotFound


def keep_favourite(session: Session, account_id: UUID, *, training_action_id: UUID, now: datetime) -> None:
    """A second time changes nothing.

    Raises:
        NotFound: unknown, or never published.
        TooManyFavourites
    """
    if read_training_action(session, training_action_id).publication_number == 0:
        raise NotFound()
    kept = personal.count_favourites(session, account_id)
    if kept >= MOST_FAVOURITES:
        raise TooManyFavourites(figures={"kept": kept, "most": MOST_FAVOURITES}, next_step="remove-a-favourite")
    personal.keep_favourite(session, account_id, training_action_id=training_action_id, now=now)


def drop_favourite(session: Session, account_id: UUID, *, training_action_id: UUID) -> None:
    """Nothing happens where it is none."""
    personal.drop_favourite(session, account_id, training_action_id=training_action_id)
