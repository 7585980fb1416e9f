"""Refusals of the catalogue."""

from chassis.errors import DomainError


class ActionDescriptionInvalid(DomainError):
    """`figures["faults"]` lists each fault as {"fault": code, "field": name}."""

    code = "action-description-invalid"
    status = 422
    title = "The description of the action contradicts itself"


class ActionIncomplete(DomainError):
    """`figures["missing"]` names the fields that a published action must have."""

    code = "action-incomplete"
    title = "The action cannot be published before it is complete"


class ActionNotPublished(DomainError):
    """Only what was published can be withdrawn."""

    code = "action-not-published"
    title = "The action was never published"


class ActionWithdrawn(DomainError):
    """A withdrawn action takes no new session; it can be published again."""

    code = "training-action-withdrawn"
    title = "The action is withdrawn"


class LabelTaken(DomainError):
    """Two types, or two themes, of one label cannot be told apart."""

    code = "label-taken"
    title = "Another entry has this label"


class ClassificationInUse(DomainError):
    """What actions bear is neither removed nor turned from dated into self-paced."""

    code = "classification-in-use"
    title = "Actions bear this type or theme"


class SessionPlanInvalid(DomainError):
    """`figures["faults"]` lists each as {"fault": code, "slots": [positions from 0]}; no slots: the whole plan."""

    code = "session-plan-invalid"
    status = 422
    title = "The dates, slots or seats of the session contradict one another"


class DurationInconsistent(DomainError):
    """The slots do not add up to the announced days; may be confirmed as meant."""

    code = "duration-inconsistent"
    title = "The slots do not add up to the duration of the action"


class SessionCancelled(DomainError):
    """A cancelled session is not brought back; a new one is scheduled."""

    code = "training-session-cancelled"
    title = "The session was cancelled"


class SessionOver(DomainError):
    """What has ended is not changed any more."""

    code = "session-over"
    title = "The session is over"


class PlaceUnknown(DomainError):
    """Distances count from one commune: half a name, a department or a foreign commune is none."""

    code = "place-unknown"
    status = 422
    title = "Distances need a commune that is known here"


class TooManyFavourites(DomainError):
    """A list that nobody can read any more is none."""

    code = "too-many-favourites"
    title = "No more favourites can be kept"


class TooManySavedSearches(DomainError):
    """Each is looked at every day."""

    code = "too-many-saved-searches"
    title = "No more searches can be saved"
