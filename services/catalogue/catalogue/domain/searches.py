"""What a visitor searches for, and where a page of answers stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalogue.domain.training_actions import Access, DeliveryMode


class Sort(StrEnum):
    """By what comes next, or by how well the text fits (which needs a text)."""

    DATE = "date"
    RELEVANCE = "relevance"


class Stretch(StrEnum):
    """The stretches of a list, in order: actions with a session to come, then those without; or one ranked list."""

    DATED = "dated"
    UNDATED = "undated"
    RANKED = "ranked"


@dataclass(frozen=True, kw_only=True)
class Position:
    """The sort key of the last row of a page: an instant, a title or a rank, and the row's own key."""

    stretch: Stretch
    key: str
    row_id: UUID

    @property
    def instant(self) -> datetime:
        """Of a dated row."""
        return datetime.fromisoformat(self.key)

    @property
    def rank(self) -> float:
        """Of a ranked row."""
        return float(self.key)


def position_of(parts: Sequence[str]) -> Position:
    """The position that a cursor holds.

    Raises:
        ValueError: the parts are none of ours.
    """
    stretch, key, row_id = parts
    position = Position(stretch=Stretch(stretch), key=key, row_id=UUID(row_id))
    if position.stretch is Stretch.DATED and position.instant.tzinfo is None:
        raise ValueError("an instant without its zone")
    if position.stretch is Stretch.RANKED and not 0 <= position.rank < float("inf"):
        raise ValueError("not a rank")
    return position


@dataclass(frozen=True, kw_only=True)
class Search:
    """Filters; an empty one filters nothing. Those on sessions must all hold for one and the same session to come.

    `place` is a commune, or the first digits of a postcode; a session with nowhere to go fits everywhere.
    """

    text: str = ""
    place: str = ""
    themes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    delivery_modes: tuple[DeliveryMode, ...] = ()
    access: Access | None = None
    seats_left: bool = False
    starts_from: date | None = None
    starts_to: date | None = None
    upcoming: bool = False
    sort: Sort = Sort.DATE
    limit: int = 20
    after: Position | None = None

    @property
    def needs_session(self) -> bool:
        """Whether an action without a session to come is left out."""
        return bool(self.upcoming or self.seats_left or self.place or self.starts_from or self.starts_to)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of cards (JSON-able mappings), and where the next one begins."""

    items: list[dict[str, Any]]
    next_position: Position | None
