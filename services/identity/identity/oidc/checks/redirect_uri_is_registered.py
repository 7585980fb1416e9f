"""RFC 9700 section 4.1: redirect addresses are compared as exact strings."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Untrusted


def redirect_uri_is_registered(attempt: Attempt) -> None:
    """
    Raises:
        Untrusted: `redirect_uri` is absent, repeated, or not one of the client's, to the letter.
    """
    if attempt.get("redirect_uri") not in attempt.known_client.redirect_uris:
        raise Untrusted("invalid_request", "redirect_uri is missing or not registered")
