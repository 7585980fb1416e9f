"""A person saves a search, changes it, removes it; whoever holds its e-mail stops it."""

import secrets
from datetime import datetime
from uuid import UUID

from catalogue.domain.criteria import criteria_of
from catalogue.domain.errors import TooManySavedSearches
from catalogue.domain.saved_searches import MOST_SAVED, SavedSearch
from catalogue.domain.searches import Search
from catalogue.store import personal
from chassis.database import Session
from chassis.errors import NotFound
from chassis.ids import new_id

STOP_KEY_BYTES = 24


def save_search(
    session: Session, account_id: UUID, *, label: str, search: Search, tells: bool, now: datetime
) -> SavedSearch:
    """What is new counts from now on.

    Raises:
        TooManySavedSearches
    """
    kept = len(personal.saved_searches_of(session, account_id))
    if kept >= MOST_SAVED:
        raise TooManySavedSearches(figures={"kept": kept, "most": MOST_SAVED}, next_step="remove-a-saved-search")
    saved = SavedSearch(
        saved_search_id=new_id(),
        account_id=account_id,
        label=label,
        criteria=criteria_of(search),
        tells=tells,
        saved_at=now,
        looked_at=now,
        stop_key=secrets.token_urlsafe(STOP_KEY_BYTES),
    )
    session.add(saved)
    return saved


def _own(session: Session, saved_search_id: UUID, *, account_id: UUID) -> SavedSearch:
    saved = personal.lock_saved_search(session, saved_search_id)
    if saved.account_id != account_id:
        raise NotFound()
    return saved


def change_saved_search(
    session: Session, saved_search_id: UUID, *, account_id: UUID, label: str, tells: bool, now: datetime
) -> SavedSearch:
    """
    Raises:
        NotFound: unknown, or somebody else's.
    """
    saved = _own(session, saved_search_id, account_id=account_id)
    saved.change(label=label, tells=tells, now=now)
    return saved


def remove_saved_search(session: Session, saved_search_id: UUID, *, account_id: UUID) -> None:
    """
    Raises:
        NotFound: unknown, or somebody else's.
    """
    session.delete(_own(session, saved_search_id, account_id=account_id))


def stop_saved_search(session: Session, saved_search_id: UUID, *, unverified_key: str) -> None:
    """Tell no more by e-mail; a second time changes nothing.

    Raises:
        NotFound: unknown, or not its key.
    """
    saved = personal.lock_saved_search(session, saved_search_id)
    if not secrets.compare_digest(saved.stop_key.encode(), unverified_key.encode()):
        raise NotFound()
    saved.stop()


def list_saved_searches(session: Session, account_id: UUID) -> list[SavedSearch]:
    """All of a person, the latest first."""
    return personal.saved_searches_of(session, account_id)
