"""The copy of enrolment's count of seats, shown on cards and pages."""

from catalogue.store.tables import SEATS
from chassis import copies
from chassis.copies import Closing
from chassis.database import Session
from chassis.events import Event

_FIELDS = ("capacity", "taken_seats", "remaining_seats", "waiting", "waiting_list_capacity", "is_full")


def note_seats(session: Session, event: Event) -> bool:
    """Keep what the event tells, unless something newer is kept; says whether it was written."""
    return copies.apply_newer(session, SEATS, event, {name: event.data[name] for name in _FIELDS})


def forget_untold_seats(session: Session, closing: Closing) -> None:
    """Remove the seats of sessions that enrolment does not know."""
    copies.forget_unnamed(session, SEATS, closing)
