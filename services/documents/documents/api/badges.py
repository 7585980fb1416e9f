"""Open badges: ask, list, decide, revoke, download."""

from typing import Any
from uuid import UUID

from flask import Response, jsonify, url_for

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import encode_cursor, page_headers
from chassis.principal import Role
from documents.api.badge_schemas import (
    BadgeDecisionSchema,
    BadgeNotReadySchema,
    BadgePageSchema,
    BadgeSchema,
    BadgesQuery,
    BadgeWishSchema,
)
from documents.api.cursors import after_of
from documents.api.schemas import RevocationSchema
from documents.usecases.decide_badge import BadgeDecision, decide_badge, revoke_badge
from documents.usecases.read_badges import BadgeFile, list_badges, read_badge, read_badge_file
from documents.usecases.read_documents import Wanted
from documents.usecases.request_badge import BadgeWish, request_badge

RETRY_AFTER_S = 5
FILTERS = ("enrolment_id", "account_id", "status")
blueprint = Blueprint("badges", __name__, url_prefix="/api/documents/v1/badges")


@blueprint.post("")
@requires(Role.BENEFICIARY)
@idempotent
@blueprint.arguments(BadgeWishSchema)
@blueprint.response(201, BadgeSchema)
@blueprint.alt_response(404, description="No such enrolment of this person")
@blueprint.alt_response(409, description="No presence, or asked for before")
def ask(wish: dict[str, Any]) -> Any:
    """Ask for the badge of an action that one attended."""
    with transaction() as session:
        made = request_badge(session, BadgeWish(**wish), by=current_principal(), now=now())
    return made, 201, {"Location": url_for("badges.read", badge_id=made["badge_id"])}


@blueprint.get("")
@requires()
@blueprint.arguments(BadgesQuery, location="query")
@blueprint.response(200, BadgePageSchema)
def list_(query: dict[str, Any]) -> Any:
    """Badges that the active role may read, newest first."""
    wanted = Wanted(
        filters={name: query[name] for name in FILTERS if query[name] is not None},
        after=after_of(query["cursor"]),
        limit=query["limit"] + 1,
    )
    with snapshot() as connection:
        items = list_badges(connection, current_principal(), wanted=wanted)
    page = items[: query["limit"]]
    next_cursor = encode_cursor(str(page[-1]["badge_id"])) if len(items) > len(page) else None
    return {"items": page, "next_cursor": next_cursor}, 200, page_headers(next_cursor)


@blueprint.get("/<uuid:badge_id>")
@requires()
@blueprint.response(200, BadgeSchema)
@blueprint.alt_response(404)
def read(badge_id: UUID) -> Any:
    """One badge."""
    with snapshot() as connection:
        return read_badge(connection, badge_id, principal=current_principal())


@blueprint.post("/<uuid:badge_id>/decision")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@idempotent
@blueprint.arguments(BadgeDecisionSchema)
@blueprint.response(200, BadgeSchema)
@blueprint.alt_response(404)
@blueprint.alt_response(409, description="Decided before")
def decide(body: dict[str, Any], badge_id: UUID) -> Any:
    """Accept, or decline with a reason."""
    decision = BadgeDecision(accepts=body["decision"] == "accept", reason=body["reason"])
    with transaction() as session:
        return decide_badge(session, badge_id, decision=decision, by=current_principal(), now=now())


@blueprint.post("/<uuid:badge_id>/revocation")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@idempotent
@blueprint.arguments(RevocationSchema)
@blueprint.response(200, BadgeSchema)
@blueprint.alt_response(404)
@blueprint.alt_response(409, description="Not in force")
def revoke(why: dict[str, str], badge_id: UUID) -> Any:
    """Take an issued badge back."""
    with transaction() as session:
        return revoke_badge(session, badge_id, reason=why["reason"], by=current_principal(), now=now())


def _answer(badge_id: UUID, file: BadgeFile | None) -> Response:
    if file is None:
        look_at = url_for("badges.read", badge_id=badge_id)
        answer = jsonify({"status": "accepted", "look_at": look_at})
        answer.status_code = 202
        answer.headers.update({"Location": look_at, "Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"})
        return answer
    answer = Response(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="open-badge-{badge_id}.{file.suffix}"'
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _file(badge_id: UUID, form: str) -> Response:
    with snapshot() as connection:
        return _answer(badge_id, read_badge_file(connection, badge_id, form=form, principal=current_principal()))


@blueprint.get("/<uuid:badge_id>/credential.jwt")
@requires()
@blueprint.response(200, {"type": "string"}, content_type="application/vc+jwt")
@blueprint.alt_response(202, schema=BadgeNotReadySchema)
@blueprint.alt_response(404)
def as_jwt(badge_id: UUID) -> Response:
    """Open Badges 3.0 as VC-JWT (RS256); 202 while it is being signed."""
    return _file(badge_id, "jwt")


@blueprint.get("/<uuid:badge_id>/credential.json")
@requires()
@blueprint.response(200, {"type": "object"}, content_type="application/ld+json")
@blueprint.alt_response(202, schema=BadgeNotReadySchema)
@blueprint.alt_response(404)
def as_json(badge_id: UUID) -> Response:
    """Open Badges 3.0 with a Data Integrity proof (eddsa-rdfc-2022); 202 while it is being signed."""
    return _file(badge_id, "json")


@blueprint.get("/<uuid:badge_id>/image.png")
@requires()
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/png")
@blueprint.alt_response(202, schema=BadgeNotReadySchema)
@blueprint.alt_response(404)
def as_png(badge_id: UUID) -> Response:
    """The baked PNG; 202 while it is being signed."""
    return _file(badge_id, "png")


@blueprint.get("/<uuid:badge_id>/image.svg")
@requires()
@blueprint.response(200, {"format": "binary", "type": "string"}, content_type="image/svg+xml")
@blueprint.alt_response(202, schema=BadgeNotReadySchema)
@blueprint.alt_response(404)
def as_svg(badge_id: UUID) -> Response:
    """The baked SVG; 202 while it is being signed."""
    return _file(badge_id, "svg")
