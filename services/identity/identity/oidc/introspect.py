"""The introspection endpoint (RFC 7662)."""

from flask import Blueprint, Response, current_app, jsonify, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import glancing_session, transaction
from identity.domain.protocol import Refusal
from identity.oidc import refusals
from identity.oidc.client_credentials import read_credentials
from identity.oidc.parameters import LONGEST_TOKEN, read_parameters
from identity.oidc.refusals import Refused
from identity.usecases.authenticate_client import authenticate_client
from identity.usecases.introspect_token import introspect_token

blueprint = Blueprint("introspect", __name__)
refusals.install(blueprint)


@blueprint.post("/introspect")
@public
def introspect() -> Response:
    """What is true of a token; a client that can keep no secret learns nothing here."""
    parameters = read_parameters(request.form, longest=LONGEST_TOKEN)
    token = parameters.get("token")
    credentials = read_credentials(parameters)
    if token is None:
        raise Refused("invalid_request", "token is missing")
    issuer = current_app.config["ISSUER"]
    with transaction() as session:
        client = authenticate_client(session, credentials, issuer=issuer, now=now())
    if isinstance(client, Refusal):
        return refusals.answer(client)
    if client.is_public:
        raise Refused("invalid_client", "A public client may not introspect")
    with glancing_session() as session:
        told = introspect_token(session, client, unverified_token=token, issuer=issuer, now=now())
    response = jsonify({"active": told.is_active, **told.claims})
    response.headers["Cache-Control"] = "no-store"
    return response
