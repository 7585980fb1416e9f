"""What an editor looks for among the actions that they may edit, and where a page of the list stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from catalogue.domain.training_actions import ActionStatus


class WorkingCopySort(StrEnum):
    """The last changed first, or by title."""

    CHANGED = "changed"
    TITLE = "title"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The sort key of the last row of a page: an instant or a title, and the row's own key."""

    key: str
    row_id: UUID


def mark_of(parts: Sequence[str], *, sort: WorkingCopySort) -> Mark:
    """The mark that a cursor holds.

    Raises:
        ValueError: the parts are none of ours.
    """
    key, row_id = parts
    if sort is WorkingCopySort.CHANGED and datetime.fromisoformat(key).tzinfo is None:
        raise ValueError("an instant without its zone")
    return Mark(key=key, row_id=UUID(row_id))


@dataclass(frozen=True, kw_only=True)
class WorkingCopySearch:
    """`organisation_id` None: of all providers. `is_changed`: what readers do not see yet."""

    organisation_id: UUID | None = None
    text: str = ""
    status: ActionStatus | None = None
    is_changed: bool = False
    sort: WorkingCopySort = WorkingCopySort.CHANGED
    limit: int = 20
    after: Mark | None = None


@dataclass(frozen=True, kw_only=True)
class WorkingCopyPage:
    """One page of rows (JSON-able mappings), and where the next one begins."""

    items: list[dict[str, Any]]
    next_mark: Mark | None
