"""How papers show Cap Métiers; staff only."""

import base64
from typing import Any

from flask import Response
from marshmallow import ValidationError

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag
from documents.api.schemas import IssuerIdentitySchema, NewIssuerIdentitySchema
from documents.usecases.keep_issuer_identity import Wanted, keep_issuer_identity, read_issuer_identity, read_logo

blueprint = Blueprint("issuer_identity", __name__, url_prefix="/api/documents/v1/issuer-identity")


def _bytes_of(text: str | None) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True) if text else None
    # binascii's where the alphabet is broken, Python's where a character is beyond ASCII.
    except ValueError as fault:
        raise ValidationError("Not base64.", "logo_png_base64") from fault


@blueprint.get("")
@requires(Role.STAFF)
@blueprint.response(200, IssuerIdentitySchema, headers=ETAG)
def read() -> Any:
    """The identity in force; version 0 before the first one."""
    with snapshot() as connection:
        found = read_issuer_identity(connection)
    return found, 200, version_tag(found["version"])


@blueprint.put("")
@requires(Role.STAFF)
@blueprint.arguments(NewIssuerIdentitySchema)
@blueprint.response(200, IssuerIdentitySchema, headers=ETAG)
@blueprint.alt_response(412, description="Somebody recorded another one meanwhile (If-Match)")
def replace(body: dict[str, Any]) -> Any:
    """Record a further version; papers issued before keep theirs."""
    logo, removes_logo = _bytes_of(body.pop("logo_png_base64")), body.pop("removes_logo")
    wanted = Wanted(texts=body, logo=logo, removes_logo=removes_logo, expected_version=expected_version())
    with transaction() as session:
        found = keep_issuer_identity(session, wanted, by=current_principal(), now=now())
    return found, 200, version_tag(found["version"])


@blueprint.get("/logo")
@requires(Role.STAFF)
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/png")
@blueprint.alt_response(404)
def logo() -> Response:
    """The logo in force."""
    with snapshot() as connection:
        return Response(read_logo(connection), content_type="image/png", headers={"Cache-Control": "no-store"})
