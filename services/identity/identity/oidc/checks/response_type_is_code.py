"""RFC 9700 section 2.1.2: no implicit grant; the authorization code is the one way."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def response_type_is_code(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request where it is absent, unsupported_response_type, or unauthorized_client.
    """
    response_type = attempt.get("response_type")
    if response_type is None:
        raise Refused("invalid_request", "response_type is missing")
    if response_type != "code":
        raise Refused("unsupported_response_type", "Only response_type=code is supported")
    if "authorization_code" not in attempt.known_client.grants:
        raise Refused("unauthorized_client", "The client is not registered for the authorization code")
