"""Once a day each saved search that tells is looked at: what was announced since the last look is told by e-mail."""

from datetime import datetime
from uuid import UUID

from catalogue.domain.criteria import search_of
from catalogue.domain.errors import PlaceUnknown
from catalogue.domain.saved_searches import LOOK_EVERY, MOST_TOLD, saved_search_matched
from catalogue.store import personal
from catalogue.usecases.count_training_actions import count_training_actions
from catalogue.usecases.search_training_actions import search_training_actions
from chassis import outbox
from chassis.database import Session


def searches_due(session: Session, *, now: datetime) -> list[UUID]:
    """Which were not looked at for about a day."""
    return personal.saved_searches_due(session, looked_before=now - LOOK_EVERY)


def tell_news(session: Session, saved_search_id: UUID, *, now: datetime) -> int:
    """Say what is new for one search, and count from now on; says how much was new.

    Another run that looked meanwhile leaves nothing to say.

    Raises:
        NotFound: it was removed meanwhile.
    """
    saved = personal.lock_saved_search(session, saved_search_id)
    if not saved.tells or saved.looked_at > now - LOOK_EVERY:
        return 0
    since, saved.looked_at = saved.looked_at, now
    search = search_of(saved.criteria, news_since=since, limit=MOST_TOLD)
    connection = session.connection()
    try:
        page = search_training_actions(connection, search, now=now)
        if not page.items or page.corrected_text is not None:
            return 0
        total: int = count_training_actions(connection, search, now=now)["total"]
    except PlaceUnknown:  # the commune left the dataset: nothing can be near it
        return 0
    outbox.append(session, saved_search_matched(saved, page.items, total=total, occurred_at=now))
    return total
