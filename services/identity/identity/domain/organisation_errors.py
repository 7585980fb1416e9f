"""Refusals about organisations; each code stands in contracts/problems.md."""

from chassis.errors import DomainError


class ReferencingExists(DomainError):
    """The same person asked for the same organisation, and staff have not decided yet."""

    code = "referencing-exists"
    title = "This referencing request waits for a decision already"


class NothingChanges(DomainError):
    """Every value reported is the one in force."""

    code = "nothing-changes"
    status = 422
    title = "The report changes nothing"


class ChangeOutdated(DomainError):
    """The organisation has changed since the report; `figures` holds the fields."""

    code = "change-outdated"
    title = "The organisation is no longer as the report found it"


class MembershipRequestExists(DomainError):
    """One request waits at a time."""

    code = "membership-request-exists"
    title = "A request for membership waits for a decision already"


class InvalidActivityNumber(DomainError):
    """An activity-declaration number has eleven digits."""

    code = "invalid-activity-number"
    status = 422
    title = "This is not an activity-declaration number"


class FirstSignInMissing(DomainError):
    """A role takes effect from the first sign-in on; handing over to somebody who never came leaves nobody."""

    code = "first-sign-in-missing"
    title = "This person has never signed in"


class OtherOrganisation(DomainError):
    """A role is handed over within one organisation."""

    code = "other-organisation"
    title = "This person belongs to another organisation"
