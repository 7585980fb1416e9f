"""What anybody reads of badges: issuer, keys, achievements, status lists, hosted 2.0 views."""

from typing import Any
from uuid import UUID

import orjson
from flask import Response, request

from chassis.auth import public
from chassis.database import snapshot
from chassis.doors import Blueprint
from documents.usecases import read_badge_publications as use

LD_JSON, JSON, VC_JWT = "application/ld+json", "application/json", "application/vc+jwt"
ANY_OBJECT = {"type": "object"}
GONE = 410
# Others may read these from pages of their own: they are public, and carry no cookie.
_HEADERS = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
blueprint = Blueprint("badge_publications", __name__, url_prefix="/api/documents/v1/badges")


def _json(document: Any, media_type: str = LD_JSON, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status=status, content_type=media_type, headers=_HEADERS)


@blueprint.get("/issuer")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
def issuer() -> Response:
    """The issuer's profile, with its keys."""
    with snapshot() as connection:
        return _json(use.read_issuer(connection))


@blueprint.get("/keys")
@public
@blueprint.response(200, ANY_OBJECT, content_type="application/jwk-set+json")
def keys() -> Response:
    """Every key that ever signed a badge, as a JWK set."""
    with snapshot() as connection:
        return _json(use.read_jwks(connection), "application/jwk-set+json")


@blueprint.get("/keys/<string(maxlength=60):key_id>")
@public
@blueprint.response(200, ANY_OBJECT, content_type=JSON)
@blueprint.alt_response(404)
def key(key_id: str) -> Response:
    """One key: a JWK (RSA) or a Multikey (Ed25519)."""
    with snapshot() as connection:
        return _json(use.read_key(connection, key_id), JSON)


@blueprint.get("/achievements/<uuid:training_action_id>/<int(max=1000000):number>")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
@blueprint.alt_response(404)
def achievement(training_action_id: UUID, number: int) -> Response:
    """What a badge is for."""
    with snapshot() as connection:
        return _json(use.read_achievement(connection, training_action_id, number=number))


@blueprint.get("/achievements/<uuid:training_action_id>/<int(max=1000000):number>/image.png")
@public
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/png")
@blueprint.alt_response(404)
def image(training_action_id: UUID, number: int) -> Response:
    """Its picture."""
    content = use.read_image(training_action_id, number=number)
    return Response(content, content_type="image/png", headers=_HEADERS)


@blueprint.get("/status-lists/<int(max=1000000):number>")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
@blueprint.alt_response(404)
def status_list(number: int) -> Response:
    """Which badges are revoked: a credential with a proof, or as VC-JWT where the client asks for that."""
    with snapshot() as connection:
        row = use.read_status_list(connection, number)
    if "jwt" in request.headers.get("Accept", ""):
        return Response(row["credential_jwt"], content_type=VC_JWT, headers={**_HEADERS, "Vary": "Accept"})
    answer = _json(row["credential"])
    answer.headers["Vary"] = "Accept"
    return answer


@blueprint.get("/v2/issuer")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
def hosted_issuer() -> Response:
    """The issuer for 2.0 backpacks."""
    with snapshot() as connection:
        return _json(use.read_hosted_issuer(connection))


@blueprint.get("/v2/classes/<uuid:training_action_id>/<int(max=1000000):number>")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
@blueprint.alt_response(404)
def hosted_class(training_action_id: UUID, number: int) -> Response:
    """The badge class for 2.0 backpacks."""
    with snapshot() as connection:
        return _json(use.read_class(connection, training_action_id, number=number))


@blueprint.get("/v2/assertions/<uuid:badge_id>")
@public
@blueprint.response(200, ANY_OBJECT, content_type=LD_JSON)
@blueprint.alt_response(404)
def assertion(badge_id: UUID) -> Response:
    """The hosted 2.0 view; 410 where the badge was revoked, with what Open Badges 2.0 wants there, no problem."""
    with snapshot() as connection:
        document, holds = use.read_assertion(connection, badge_id)
    return _json(document, status=200 if holds else GONE)
