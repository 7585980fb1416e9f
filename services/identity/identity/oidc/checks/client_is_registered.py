"""RFC 6749 section 4.1.2.1: an unknown client is told to the person, not to an address it gave."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Untrusted


def client_is_registered(attempt: Attempt) -> None:
    """
    Raises:
        Untrusted: `client_id` is absent, repeated, or unknown.
    """
    if attempt.client is None:
        raise Untrusted("invalid_client", "client_id is missing or unknown")
