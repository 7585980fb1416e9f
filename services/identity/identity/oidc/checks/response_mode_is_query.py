"""OAuth 2.0 Multiple Response Types: the answer goes into the query, the default of a code."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def response_mode_is_query(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request.
    """
    if attempt.get("response_mode") not in (None, "query"):
        raise Refused("invalid_request", "Only response_mode=query is supported")
