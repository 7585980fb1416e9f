"""What notification refuses, and two faults that no person is shown."""

from chassis.errors import DomainError


class UnknownMove(Exception):
    """A move that the table of transitions does not have: a fault of ours."""


class NotYetKnown(Exception):
    """A neighbour's fact has not arrived yet; trying later helps. Says which kind of fact."""


class DeliveryNotAllowed(DomainError):
    """E-mails of this topic cannot be had like this: some always go at once."""

    code = "delivery-not-allowed"
    status = 422
    title = "Messages of this topic cannot be delivered like this"


class LinkForged(DomainError):
    """The link to stop e-mails carries no signature of ours."""

    code = "link-forged"
    status = 404
    title = "The link is not one of ours"


class NothingToResend(DomainError):
    """The message was erased with its person, still waits, or was sent once more just now."""

    code = "nothing-to-resend"
    title = "This message cannot be sent once more"
