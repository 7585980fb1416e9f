"""OpenID Connect Core section 3.1.2.1: seconds since the last active sign-in."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused

_MOST_DIGITS = 10


def max_age_is_a_number(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request.
    """
    max_age = attempt.get("max_age")
    if max_age is not None and not (max_age.isascii() and max_age.isdigit() and len(max_age) <= _MOST_DIGITS):
        raise Refused("invalid_request", "max_age is not a number of seconds")
