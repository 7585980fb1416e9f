"""A refusal says by name who was first."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from chassis.database import Session
from enrolment.domain.errors import AlreadyDecided, IllegalMove
from enrolment.store import people


@contextmanager
def name_decider(session: Session) -> Iterator[None]:
    """Add `decided_by_name` to what the table of moves refuses; null where nobody is known by a name (any more)."""
    try:
        yield
    except (AlreadyDecided, IllegalMove) as refusal:
        account_id = refusal.figures.get("decided_by_account_id")
        refusal.figures["decided_by_name"] = people.name(session, account_id) if isinstance(account_id, UUID) else None
        raise
