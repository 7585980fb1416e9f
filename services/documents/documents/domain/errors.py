"""Refusals and faults of documents. Codes are listed in contracts/problems.md."""

from chassis.errors import DomainError


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
