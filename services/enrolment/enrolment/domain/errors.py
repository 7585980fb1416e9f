"""What enrolment refuses. A verdict lists the same refusals that a request raises; see contracts/problems.md."""

from chassis.errors import DomainError


class NotBeneficiary(DomainError):
    """The active role is not the one that asks for places."""

    code = "not-beneficiary"
    status = 403
    title = "Only a beneficiary may ask for a place"


class NotAffiliated(DomainError):
    """The person is not (or no longer) confirmed in this organisation."""

    code = "not-affiliated"
    status = 403
    title = "The account has no confirmed affiliation to this organisation"


class OrganisationNotMember(DomainError):
    """A members-only action, and no membership in force on the day of the request."""

    code = "organisation-not-member"
    title = "The organisation is not a member of Cap Métiers today"


class TrainingActionWithdrawn(DomainError):
    """A withdrawn action takes no new request."""

    code = "training-action-withdrawn"
    title = "The training action was withdrawn"


class TrainingSessionCancelled(DomainError):
    """The session will not take place."""

    code = "training-session-cancelled"
    title = "The training session was cancelled"


class TrainingSessionBegun(DomainError):
    """What must be decided before the session begins can no longer be."""

    code = "training-session-begun"
    title = "The training session has begun"


class RegistrationNotOpen(DomainError):
    """Registrations open later."""

    code = "registration-not-open"
    title = "Registrations are not open yet"


class RegistrationClosed(DomainError):
    """Registrations are over."""

    code = "registration-closed"
    title = "Registrations are closed"


class WaveNotOpen(DomainError):
    """Registrations open in waves; the person's comes later."""

    code = "wave-not-open"
    title = "Registrations are not open yet for people who already obtained as many actions"


class RightsUsedUp(DomainError):
    """The yearly quota is reached; the figures say which one."""

    code = "rights-used-up"
    title = "The participation rights of the year are used up"


class AlreadyRequested(DomainError):
    """One person asks for only one session of an action in a year."""

    code = "already-requested"
    title = "There is a request for this training action this year already"


class ActionFull(DomainError):
    """No seat and no place on the waiting list."""

    code = "action-full"
    title = "The training session and its waiting list are full"


class AlreadyDecided(DomainError):
    """Somebody decided first; the figures say in which role and when."""

    code = "already-decided"
    title = "The request was decided already"


class DecisionLinkOver(DomainError):
    """The link of an e-mail was good until the instant that the figures tell."""

    code = "decision-link-over"
    status = 410
    title = "The link is no longer good"


class IllegalMove(DomainError):
    """The state of the request does not allow this decision."""

    code = "illegal-move"
    title = "The state of the request does not allow this"


class OwnRequest(DomainError):
    """Nobody decides about their own request while somebody else can."""

    code = "own-request"
    status = 403
    title = "Somebody else decides about one's own request"


class ReasonRequired(DomainError):
    """This decision needs a reason."""

    code = "reason-required"
    status = 422
    title = "A reason is required"


class InformationNotRead(DomainError):
    """Code du travail L6353-8: the mandatory information is at hand before a final enrolment."""

    code = "information-not-read"
    title = "The person has not said to have read the mandatory information"


class MandatoryInformationMissing(DomainError):
    """What L6353-8 names is not all published; the figures say what is missing."""

    code = "mandatory-information-missing"
    title = "The mandatory information of the training action is incomplete"


class PolicyInvalid(DomainError):
    """A draft of the rules of participation contradicts itself."""

    code = "policy-invalid"
    status = 422
    title = "The policy contradicts itself"


class PolicyInThePast(DomainError):
    """A version comes into force today at the earliest: what was decided stays."""

    code = "policy-in-the-past"
    title = "A policy cannot come into force in the past"


class ConsequencesChanged(DomainError):
    """What the person read before confirming no longer holds."""

    code = "consequences-changed"
    title = "Cancelling has other consequences by now"


class OfferLapsed(DomainError):
    """The time to answer is over."""

    code = "offer-lapsed"
    title = "The offered place is no longer there"


class PresenceTooEarly(DomainError):
    """Presence is recorded once the half-day has begun."""

    code = "presence-too-early"
    title = "Presence cannot be recorded before the half-day begins"


class PresenceUnknown(DomainError):
    """A half-day that the session does not have, more minutes than planned, or a person who is not on the roster."""

    code = "presence-unknown"
    status = 422
    title = "The presence does not fit the training session"


class NobodyToPromote(DomainError):
    """No seat is free, or nobody on the waiting list may take it."""

    code = "nobody-to-promote"
    title = "Nobody on the waiting list can be promoted"


class DeputyUnfit(DomainError):
    """Not an HR validator who can be replaced, not a person who can replace, or days that are over."""

    code = "deputy-unfit"
    status = 422
    title = "This deputy cannot be named"


class DeputyOverlap(DomainError):
    """The absent person has a deputy on some of these days."""

    code = "deputy-overlap"
    title = "There is a deputy on some of these days already"
