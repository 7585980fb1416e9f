"""The revocation endpoint (RFC 7009)."""

from flask import Blueprint, Response, current_app, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from identity.domain.protocol import Refusal
from identity.oidc import refusals
from identity.oidc.client_credentials import read_credentials
from identity.oidc.parameters import LONGEST_TOKEN, read_parameters
from identity.oidc.refusals import Refused
from identity.usecases.authenticate_client import authenticate_client
from identity.usecases.revoke_token import revoke_token

blueprint = Blueprint("revoke", __name__)
refusals.install(blueprint)


@blueprint.post("/revoke")
@public
def revoke() -> Response:
    """A client needs a token no more; the same answer whether it was good."""
    parameters = read_parameters(request.form, longest=LONGEST_TOKEN)
    token = parameters.get("token")
    credentials = read_credentials(parameters)
    if token is None:
        raise Refused("invalid_request", "token is missing")
    with transaction() as session:
        client = authenticate_client(session, credentials, issuer=current_app.config["ISSUER"], now=now())
        if isinstance(client, Refusal):
            return refusals.answer(client)
        issuer = current_app.config["ISSUER"]
        refusal = revoke_token(session, client, unverified_token=token, issuer=issuer, now=now())
    return refusals.answer(refusal) if refusal else Response(status=200)
