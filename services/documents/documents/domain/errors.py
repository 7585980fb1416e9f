"""Refusals and faults of documents. Codes are listed in contracts/problems.md."""

from chassis.errors import DomainError


class SubjectMissing(DomainError):
    """A bundle is of somebody or something."""

    code = "subject-missing"
    status = 422
    title = "This bundle needs to be told of whom or what"


class UnknownMove(Exception):
    """A move that the table of transitions does not have: a fault of ours, never shown."""


class NotYetKnown(Exception):
    """A neighbour's fact has not arrived yet; trying later helps. Says which kind of fact."""


class FileDamaged(DomainError):
    """The stored file is missing or is not the one that was issued."""

    code = "file-damaged"
    status = 500
    title = "The stored file is not the one that was issued"


class LogoRefused(DomainError):
    """A logo is a PNG of a bearable size."""

    code = "logo-refused"
    status = 422
    title = "The logo is no PNG, or too large"


class DocumentNotValid(DomainError):
    """Only a valid document is revoked."""

    code = "document-not-valid"
    title = "The document is not in force"


class BadgeNotEarned(DomainError):
    """A badge follows from a recorded presence."""

    code = "badge-not-earned"
    title = "No presence was recorded for this enrolment"


class BadgeAlreadyRequested(DomainError):
    """One live badge an enrolment."""

    code = "badge-already-requested"
    title = "The badge was asked for before"


class BadgeDecided(DomainError):
    """The badge does not stand where this could be done."""

    code = "badge-decided"
    title = "The badge was decided before, or is not in force"


class OwnBadge(DomainError):
    """Nobody decides about their own badge."""

    code = "own-request"
    status = 403
    title = "Somebody else decides about this"


class ReasonRequired(DomainError):
    """Declining needs a reason."""

    code = "reason-required"
    status = 422
    title = "This decision needs a reason"
