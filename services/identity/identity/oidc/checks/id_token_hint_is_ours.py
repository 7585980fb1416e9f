"""OpenID Connect Core section 3.1.2.1: the hint is an ID token of ours, for this client; it may have expired."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def id_token_hint_is_ours(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request.
    """
    if attempt.get("id_token_hint") is None:
        return
    if attempt.hint is None or attempt.hint.get("aud") != attempt.known_client.client_id:
        raise Refused("invalid_request", "id_token_hint is not an ID token issued to this client")
