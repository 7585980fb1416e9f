"""How a client shows who it is (RFC 6749 section 2.3.1, RFC 7523 section 2.2, OpenID Connect Core section 9)."""

from urllib.parse import unquote_plus

from flask import request

from identity.domain.protocol import ClientCredentials
from identity.oidc.parameters import Parameters
from identity.oidc.refusals import Refused

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def read_credentials(parameters: Parameters) -> ClientCredentials:
    """From the Authorization header or from the body, one way only.

    Raises:
        Refused: invalid_client where there are none or they cannot be read, invalid_request where there are two.
    """
    ways = [
        "Authorization" in request.headers,
        parameters.get("client_secret") is not None,
        parameters.get("client_assertion") is not None or parameters.get("client_assertion_type") is not None,
    ]
    if sum(ways) > 1:
        raise Refused("invalid_request", "More than one way of client authentication")
    if ways[0]:
        return _from_header(parameters)
    return _from_assertion(parameters) if ways[2] else _from_body(parameters)


def _from_body(parameters: Parameters) -> ClientCredentials:
    client_id, secret = parameters.get("client_id"), parameters.get("client_secret")
    if client_id is None:
        raise Refused("invalid_client", "No client authentication")
    method = "none" if secret is None else "client_secret_post"
    return ClientCredentials(client_id=client_id, unverified_secret=secret, method=method)


def _from_assertion(parameters: Parameters) -> ClientCredentials:
    assertion = parameters.get("client_assertion")
    if assertion is None or parameters.get("client_assertion_type") != ASSERTION_TYPE:
        raise Refused("invalid_client", "client_assertion or its type are missing or of another kind")
    return ClientCredentials(
        client_id=parameters.get("client_id"), unverified_assertion=assertion, method="private_key_jwt"
    )


def _from_header(parameters: Parameters) -> ClientCredentials:
    basic = request.authorization
    if basic is None or basic.type != "basic" or not basic.username:
        raise Refused("invalid_client", "The Authorization header cannot be read")
    client_id, secret = unquote_plus(basic.username), unquote_plus(basic.password or "")
    if not client_id.isprintable() or parameters.get("client_id") not in (None, client_id):
        raise Refused("invalid_client", "client_id differs from the Authorization header")
    return ClientCredentials(client_id=client_id, unverified_secret=secret, method="client_secret_basic")
