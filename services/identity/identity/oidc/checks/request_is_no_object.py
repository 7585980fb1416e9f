"""OpenID Connect Core section 6: request objects have their own errors where they are not supported, never silence."""

from identity.oidc.attempts import Attempt
from identity.oidc.refusals import Refused


def request_is_no_object(attempt: Attempt) -> None:
    """
    Raises:
        Refused: request_not_supported, request_uri_not_supported or registration_not_supported.
    """
    for name in ("request", "request_uri", "registration"):
        if attempt.get(name) is not None:
            raise Refused(f"{name}_not_supported", f"The parameter {name} is not supported")
