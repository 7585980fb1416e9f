"""What the catalogue hears."""

from collections.abc import Callable

from catalogue.consumers.enrolment_events import on_training_session_seats_changed
from catalogue.consumers.identity_events import on_account_anonymised, on_organisation_told
from catalogue.usecases.note_organisation import forget_untold_organisations
from catalogue.usecases.note_seats import forget_untold_seats
from chassis.database import Session
from chassis.hearing import Closing, Heard

HEARD = (
    Heard(
        speaker="enrolment",
        event="training_session.seats_changed.v1",
        handle=on_training_session_seats_changed,
        is_copy=True,
    ),
    Heard(speaker="identity", event="organisation.registered.v1", handle=on_organisation_told, is_copy=True),
    Heard(speaker="identity", event="organisation.changed.v1", handle=on_organisation_told, is_copy=True),
    Heard(speaker="identity", event="organisation.closed.v1", handle=on_organisation_told, is_copy=True),
    Heard(speaker="identity", event="account.anonymised.v1", handle=on_account_anonymised),
)

CLOSINGS: dict[str, Callable[[Session, Closing], None]] = {
    "seats": forget_untold_seats,
    "organisation": forget_untold_organisations,
}
