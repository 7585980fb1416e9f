"""OpenID Connect Core section 3.1.2.1: `none` stands alone. `login`, `consent` and `select_account` all ask again:
platforms of Cap Métiers need no consent, so asking the person to sign in is the nearest stricter thing."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused

_KNOWN = {"none", "login", "consent", "select_account"}


def prompt_is_understood(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request.
    """
    prompts = set(attempt.parameters.words("prompt"))
    if prompts - _KNOWN:
        raise Refused("invalid_request", "prompt has an unknown value")
    if "none" in prompts and len(prompts) > 1:
        raise Refused("invalid_request", "prompt=none stands alone")
