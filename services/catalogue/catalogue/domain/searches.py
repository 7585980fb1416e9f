"""What a visitor searches for, and where a page of answers stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalogue.domain.training_actions import Access, DeliveryMode


class Sort(StrEnum):
    """By what comes next, by how well the text fits (which needs a text), by distance (which needs a place)."""

    DATE = "date"
    RELEVANCE = "relevance"
    DISTANCE = "distance"


class Stretch(StrEnum):
    """The stretches of a list, in order: actions with a session to come, then those without; or one list alone."""

    DATED = "dated"
    UNDATED = "undated"
    RANKED = "ranked"
    NEAR = "near"


# Farther than anything on Earth: where something without a place stands in the order of distances.
FARTHEST_KM = 99_999
# How durations are offered: more than so many days, up to so many.
DURATIONS: dict[str, tuple[Decimal | None, Decimal | None]] = {
    "half_day": (None, Decimal("0.5")),
    "day": (Decimal("0.6"), Decimal("1.0")),
    "two_days": (Decimal("1.1"), Decimal("2.0")),
    "longer": (Decimal("2.1"), None),
}


@dataclass(frozen=True, kw_only=True)
class Position:
    """The sort key of the last row of a page (an instant, a title, a rank, or km@instant), and the row's own key."""

    stretch: Stretch
    key: str
    row_id: UUID

    @property
    def instant(self) -> datetime:
        """Of a dated row, or one near."""
        return datetime.fromisoformat(self.key.rpartition("@")[2])

    @property
    def rank(self) -> float:
        """Of a ranked row."""
        return float(self.key)

    @property
    def km(self) -> int:
        """Of a row that is near."""
        return int(self.key.partition("@")[0])


def position_of(parts: Sequence[str]) -> Position:
    """The position that a cursor holds.

    Raises:
        ValueError: the parts are none of ours.
    """
    stretch, key, row_id = parts
    position = Position(stretch=Stretch(stretch), key=key, row_id=UUID(row_id))
    if position.stretch in (Stretch.DATED, Stretch.NEAR) and position.instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    if position.stretch is Stretch.NEAR and not 0 <= position.km <= FARTHEST_KM:
        raise ValueError("no distance on Earth")
    if position.stretch is Stretch.RANKED and not 0 <= position.rank < float("inf"):
        raise ValueError("not a rank")
    return position


@dataclass(frozen=True, kw_only=True)
class Search:
    """Filters; an empty one filters nothing. Those on sessions must all hold for one and the same session to come.

    `place` is a commune, a department, or the first digits of a postcode; a session with nowhere to go fits everywhere
    unless `no_remote`. `within_km` counts from a commune; `duration` is a code of DURATIONS.
    """

    text: str = ""
    place: str = ""
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    delivery_modes: tuple[DeliveryMode, ...] = ()
    providers: tuple[UUID, ...] = ()
    access: Access | None = None
    duration: str | None = None
    within_km: int | None = None
    no_remote: bool = False
    seats_left: bool = False
    starts_from: date | None = None
    starts_to: date | None = None
    upcoming: bool = False
    sort: Sort = Sort.DATE
    limit: int = 20
    after: Position | None = None
    news_since: datetime | None = None

    @property
    def needs_session(self) -> bool:
        """Whether an action without a session to come is left out."""
        wanted = (self.upcoming, self.seats_left, self.place.strip(), self.no_remote, self.starts_from, self.starts_to)
        return any(wanted)

    @property
    def is_near(self) -> bool:
        """Whether distances matter, so that the place must be a commune."""
        return self.within_km is not None or self.sort is Sort.DISTANCE


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of cards (JSON-able mappings), where the next one begins, and the text that was corrected to find it."""

    items: list[dict[str, Any]]
    next_position: Position | None
    corrected_text: str | None = None
