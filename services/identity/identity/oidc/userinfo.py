"""The userinfo endpoint (OpenID Connect Core section 5.3)."""

from flask import Blueprint, Response, current_app, jsonify, request

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from identity.domain.protocol import Refusal
from identity.oidc import refusals
from identity.oidc.refusals import Refused
from identity.usecases.tell_userinfo import tell_userinfo

blueprint = Blueprint("userinfo", __name__)
refusals.install(blueprint)


@blueprint.get("/userinfo")
@public
def userinfo() -> Response:
    """Who the bearer of the token in the header is."""
    return _tell()


@blueprint.post("/userinfo")
@public
def userinfo_by_form() -> Response:
    """The same; the token may stand in the body (RFC 6750 section 2.2)."""
    return _tell()


def _tell() -> Response:
    token = _bearer()
    if token is None:
        response = Response(status=401)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    with transaction() as session:
        told = tell_userinfo(session, token, issuer=current_app.config["ISSUER"], now=now())
    if isinstance(told, Refusal):
        return refusals.answer(told)
    response = jsonify(told)
    response.headers["Cache-Control"] = "no-store"
    return response


def _bearer() -> str | None:
    scheme, _, in_header = request.headers.get("Authorization", "").partition(" ")
    in_body = request.form.get("access_token")
    if in_header and in_body:
        raise Refused("invalid_request", "More than one access token")
    return (in_header.strip() if scheme.lower() == "bearer" else "") or in_body or None
