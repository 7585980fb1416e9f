"""RFC 7636 and RFC 9700 section 2.1.1: PKCE with S256; `plain`, which is the default of RFC 7636, is refused."""

import re

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused

# BASE64URL of a SHA-256.
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


def code_challenge_is_s256(attempt: Attempt) -> None:
    """
    Raises:
        Refused: invalid_request (RFC 7636 section 4.4.1).
    """
    challenge, method = attempt.get("code_challenge"), attempt.get("code_challenge_method")
    if challenge is None and method is None and not attempt.known_client.requires_pkce:
        return
    if challenge is None:
        raise Refused("invalid_request", "code_challenge is missing")
    if method != "S256":
        raise Refused("invalid_request", "code_challenge_method must be S256")
    if not _CHALLENGE.fullmatch(challenge):
        raise Refused("invalid_request", "code_challenge is not the BASE64URL of a SHA-256")
