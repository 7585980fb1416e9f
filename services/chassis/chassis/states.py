"""What a service can tell again. Imports no broker, so that use cases may describe it."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Session
from chassis.events import Event


@dataclass(frozen=True, kw_only=True)
class State:
    """One kind of public state: who may receive it, and how it is read.

    `page(session, after, limit)` gives the state of up to `limit` subjects in order of their keys, after the key
    `after`; a subject may take several events, the oldest version first.
    """

    name: str
    to: tuple[str, ...]
    page: Callable[[Session, UUID | None, int], list[Event]]
