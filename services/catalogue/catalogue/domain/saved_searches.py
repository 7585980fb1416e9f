"""A search that a person keeps, and that tells by e-mail what is new for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.events import Confidentiality, Event

MOST_SAVED = 20
MOST_FAVOURITES = 200
# News are gathered for about a day; the job may come a little earlier than the day before.
LOOK_EVERY = timedelta(hours=20)
MOST_TOLD = 10


@dataclass(eq=False, kw_only=True)
class SavedSearch:
    """`looked_at`: news counts from here. `stop_key` lets whoever holds the e-mail stop it, and nothing else."""

    saved_search_id: UUID
    account_id: UUID
    label: str
    criteria: dict[str, Any]
    tells: bool
    saved_at: datetime
    looked_at: datetime
    stop_key: str

    def change(self, *, label: str, tells: bool, now: datetime) -> None:
        """Another name, or told from now on; what happened meanwhile is no news."""
        if tells and not self.tells:
            self.looked_at = now
        self.label, self.tells = label, tells

    def stop(self) -> None:
        """Tell no more; the search stays."""
        self.tells = False


def _told(card: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "training_action_id": str(card["training_action_id"]),
        "title": card["title"],
        "type_label": card["type"]["label"],
        "delivery_mode": card["delivery_mode"],
        "duration_days": card["duration_days"],
        "first_day": card["first_day"].isoformat() if card["first_day"] else None,
        "last_day": card["last_day"].isoformat() if card["last_day"] else None,
        "city": card["city"],
    }


def saved_search_matched(
    saved: SavedSearch, cards: Sequence[Mapping[str, Any]], *, total: int, occurred_at: datetime
) -> Event:
    """Something new fits. The key that stops it travels along, so the event is for notification alone."""
    return Event(
        type="saved_search.matched.v1",
        subject=saved.saved_search_id,
        occurred_at=occurred_at,
        confidentiality=Confidentiality.SECRET,
        data={
            "saved_search_id": str(saved.saved_search_id),
            "account_id": str(saved.account_id),
            "label": saved.label,
            "criteria": saved.criteria,
            "stop_key": saved.stop_key,
            "total": total,
            "matches": [_told(card) for card in cards],
        },
    )
