"""OpenID Connect Core section 3.1.2.1: `openid` is required; the client must be registered for the scopes we know."""

from identity.domain.clients import SCOPES
from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def scope_is_registered(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_scope.
    """
    wanted = attempt.parameters.words("scope")
    if "openid" not in wanted:
        raise Refused("invalid_scope", "The scope openid is missing")
    beyond = sorted(set(wanted) & set(SCOPES) - set(attempt.known_client.scopes))
    if beyond:
        raise Refused("invalid_scope", f"The client is not registered for: {' '.join(beyond)}")
