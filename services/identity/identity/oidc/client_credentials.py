"""How a client shows who it is (RFC 6749 section 2.3.1, OpenID Connect Core section 9)."""

from urllib.parse import unquote_plus

from flask import request

from identity.domain.protocol import ClientCredentials
from identity.oidc.parameters import Parameters
from identity.oidc.refusals import Refused


def read_credentials(parameters: Parameters) -> ClientCredentials:
    """From the Authorization header or from the body, never both.

    Raises:
        Refused: invalid_client where there are none or they cannot be read, invalid_request where there are two.
    """
    in_body = parameters.get("client_secret")
    if "Authorization" in request.headers:
        if in_body is not None:
            raise Refused("invalid_request", "More than one way of client authentication")
        return _from_header(parameters)
    client_id = parameters.get("client_id")
    if client_id is None:
        raise Refused("invalid_client", "No client authentication")
    method = "none" if in_body is None else "client_secret_post"
    return ClientCredentials(client_id=client_id, unverified_secret=in_body, method=method)


def _from_header(parameters: Parameters) -> ClientCredentials:
    basic = request.authorization
    if basic is None or basic.type != "basic" or not basic.username:
        raise Refused("invalid_client", "The Authorization header cannot be read")
    client_id, secret = unquote_plus(basic.username), unquote_plus(basic.password or "")
    if not client_id.isprintable() or parameters.get("client_id") not in (None, client_id):
        raise Refused("invalid_client", "client_id differs from the Authorization header")
    return ClientCredentials(client_id=client_id, unverified_secret=secret, method="client_secret_basic")
