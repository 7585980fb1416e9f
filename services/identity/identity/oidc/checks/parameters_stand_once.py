"""RFC 6749 section 3.1: a parameter stands once; ours also hold printable characters and have a bound."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def parameters_stand_once(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request.
    """
    if attempt.parameters.bad:
        names = ", ".join(sorted(attempt.parameters.bad))
        raise Refused("invalid_request", f"Repeated, too long, or with control characters: {names}")
