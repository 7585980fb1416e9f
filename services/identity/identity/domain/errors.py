"""Refusals of this service; each code stands in contracts/problems.md."""

from chassis.errors import Busy, DomainError


class InvalidSiret(DomainError):
    """Not 14 digits, or the checksum fails (Luhn; La Poste has a rule of its own)."""

    code = "invalid-siret"
    status = 422
    title = "This is not a SIRET"


class SearchTooShort(DomainError):
    """Nothing to look for: less than two letters or digits."""

    code = "search-too-short"
    status = 422
    title = "The search is too short"


class SiretTaken(DomainError):
    """Another organisation has this SIRET."""

    code = "siret-taken"
    title = "An organisation with this SIRET exists"


class InvalidEmail(DomainError):
    """Not an address that mail can reach (RFC 5321)."""

    code = "invalid-email"
    status = 422
    title = "This is not an e-mail address"


class InvalidPhone(DomainError):
    """No such telephone number can exist."""

    code = "invalid-phone"
    status = 422
    title = "This is not a telephone number"


class NameMissing(DomainError):
    """Given name and family name are needed."""

    code = "name-missing"
    status = 422
    title = "A name is missing"


class SecondFactorRequired(DomainError):
    """Whoever works for Cap Métiers keeps a second factor."""

    code = "second-factor-required"
    title = "This account needs a second factor"


class SecondFactorHeld(DomainError):
    """A second factor is in force; the old one is removed before a new one is set up."""

    code = "second-factor-held"
    title = "A second factor is in force already"


class EmailTaken(DomainError):
    """Another account has this address."""

    code = "email-taken"
    title = "An account with this e-mail address exists"


class PasswordRefused(DomainError):
    """The password breaks the rule; `figures` holds the reason: too-short, too-long, own-words or too-easy."""

    code = "password-refused"
    status = 422
    title = "The password is not strong enough"


class OrganisationClosed(DomainError):
    """Nobody joins an organisation that is closed."""

    code = "organisation-closed"
    title = "The organisation is closed"


class AffiliationExists(DomainError):
    """The account already asked for, or has, an affiliation with this organisation."""

    code = "affiliation-exists"
    title = "This affiliation is requested or confirmed already"


class AffiliationNotConfirmed(DomainError):
    """A role needs a confirmed affiliation."""

    code = "affiliation-not-confirmed"
    title = "The affiliation is not confirmed"


class IllegalMove(DomainError):
    """The table of transitions has no such move; `figures` holds `status` and `decision`."""

    code = "illegal-move"
    title = "This state does not allow this decision"


class AlreadyDecided(DomainError):
    """Somebody decided first; `figures` says who, when, and what it is now."""

    code = "already-decided"
    title = "This was decided already"


class ReasonRequired(DomainError):
    """This decision needs a reason, so that the person can correct and ask again."""

    code = "reason-required"
    status = 422
    title = "A reason is needed"


class OwnRequest(DomainError):
    """Nobody decides about their own affiliation."""

    code = "own-request"
    status = 403
    title = "Nobody decides about their own request"


class LastReferent(DomainError):
    """An organisation with confirmed people is never left without a referent."""

    code = "last-referent"
    title = "The organisation would be left without a referent"


class RoleHeld(DomainError):
    """The role is held already."""

    code = "role-held"
    title = "The role is held already"


class RoleNotHeld(DomainError):
    """The role is not held."""

    code = "role-not-held"
    title = "The role is not held"


class ActivityNumberMissing(DomainError):
    """A training provider's organisation carries its activity-declaration number (Code du travail L6351-1)."""

    code = "activity-number-missing"
    title = "The organisation has no activity-declaration number"


class InvalidPeriod(DomainError):
    """The end lies before the beginning."""

    code = "invalid-period"
    status = 422
    title = "The period ends before it begins"


class MembershipOverlap(DomainError):
    """Another membership of the organisation covers some of these days."""

    code = "membership-overlap"
    title = "Another membership covers some of these days"


class AccountClosed(DomainError):
    """The account is closed."""

    code = "account-closed"
    title = "The account is closed"


class PasskeyRefused(DomainError):
    """What the authenticator answered does not fit the question, or the key is there already."""

    code = "passkey-refused"
    status = 422
    title = "This passkey cannot be added"


class TooManyPasskeys(DomainError):
    """The account has as many passkeys as it may; `figures` says how many."""

    code = "too-many-passkeys"
    title = "The account has as many passkeys as it may"


class PasskeyMissing(DomainError):
    """There is no passkey that could be asked for."""

    code = "passkey-missing"
    title = "The account has no passkey"


class InvalidClient(DomainError):
    """A client cannot be registered like this; `figures` holds the reason."""

    code = "invalid-client-registration"
    status = 422
    title = "The client cannot be registered like this"


class ClientExists(DomainError):
    """Another client has this identifier."""

    code = "client-exists"
    title = "A client with this identifier exists"


class OperatorsClient(DomainError):
    """A client that enters our own APIs is changed by an operator's command only."""

    code = "operators-client"
    status = 403
    title = "Only an operator changes this client"


class KeyMoveRefused(DomainError):
    """The signing keys are not in a state for this move, or it comes too early; `figures` says why."""

    code = "key-move-refused"
    title = "The signing keys do not allow this now"


class HashingBusy(Busy):
    """Too many passwords are being checked at once in this process."""
