"""What enrolment hears. A copy comes before the reaction to the same event, which looks at the copy."""

from collections.abc import Callable

from chassis.database import Session
from chassis.events import Confidentiality
from chassis.hearing import Closing, Handler, Heard
from enrolment.consumers import catalogue_events, identity_events
from enrolment.usecases import forget_untold


def _copies(speaker: str, handle: Handler, *events: str) -> tuple[Heard, ...]:
    return tuple(Heard(speaker=speaker, event=event, handle=handle, is_copy=True) for event in events)


HEARD = (
    *_copies(
        "identity",
        identity_events.on_organisation_told,
        "organisation.registered.v1",
        "organisation.changed.v1",
        "organisation.closed.v1",
    ),
    *_copies(
        "identity",
        identity_events.on_account_rights_told,
        "account.registered.v1",
        "account.rights_changed.v1",
        "account.closed.v1",
    ),
    Heard(
        speaker="identity",
        event="account.profile_changed.v1",
        handle=identity_events.on_account_profile_changed,
        is_copy=True,
        confidentiality=Confidentiality.PERSONAL,
    ),
    *_copies(
        "catalogue",
        catalogue_events.on_training_action_told,
        "training_action.published.v1",
        "training_action.provider_replaced.v1",
        "training_action.withdrawn.v1",
    ),
    *_copies(
        "catalogue",
        catalogue_events.on_training_session_told,
        "training_session.scheduled.v1",
        "training_session.moved.v1",
        "training_session.capacity_changed.v1",
        "training_session.cancelled.v1",
    ),
    Heard(speaker="identity", event="organisation.closed.v1", handle=identity_events.on_organisation_closed),
    Heard(speaker="identity", event="account.rights_changed.v1", handle=identity_events.on_account_rights_lost),
    Heard(speaker="identity", event="account.closed.v1", handle=identity_events.on_account_rights_lost),
    Heard(speaker="identity", event="account.anonymised.v1", handle=identity_events.on_account_anonymised),
    Heard(speaker="catalogue", event="training_session.moved.v1", handle=catalogue_events.on_training_session_moved),
    Heard(
        speaker="catalogue",
        event="training_session.cancelled.v1",
        handle=catalogue_events.on_training_session_cancelled,
    ),
)

CLOSINGS: dict[str, Callable[[Session, Closing], None]] = {
    "organisation": forget_untold.forget_untold_organisations,
    "account_rights": forget_untold.forget_untold_accounts,
    "account_profile": forget_untold.forget_untold_profiles,
    "training_action": forget_untold.forget_untold_training_actions,
    "training_session": forget_untold.forget_untold_training_sessions,
}
