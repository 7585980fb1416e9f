"""Memberships of Cap Métiers: asked for by referents, decided by staff."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, page_of
from identity.api.organisation_schemas import MembershipSchema, ReasonSchema
from identity.api.request_schemas import (
    MembershipRequestArgs,
    MembershipRequestPageSchema,
    MembershipRequestSchema,
    MembershipWishSchema,
    PeriodSchema,
    dump_membership_request,
    states_of,
)
from identity.domain.membership_requests import MembershipRequest
from identity.usecases.decide_membership import Period, confirm_membership, refuse_membership
from identity.usecases.read_organisations import read_request, read_requests
from identity.usecases.record_membership import record_membership
from identity.usecases.request_membership import request_membership
from identity.usecases.withdraw_request import withdraw_membership_request

blp = Blueprint("memberships", __name__, url_prefix="/api/identity/v1", description="Memberships of Cap Métiers")


@blp.get("/membership-requests")
@requires(Role.REFERENT, Role.STAFF)
@blp.arguments(MembershipRequestArgs, location="query")
@blp.response(200, MembershipRequestPageSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
def list_all(query: dict[str, Any]) -> Answer:
    """Of one organisation, or of all for staff. Those that wait: oldest first; the others: newest first."""
    page = (after_of(query["cursor"], UUID), query["limit"])
    with transaction() as session:
        found = read_requests(
            session,
            MembershipRequest,
            states=states_of(query),
            organisation_id=query["organisation_id"],
            by=actor(),
            page=page,
        )
        items = [dump_membership_request(one, found) for one in found.items]
        return page_of(items, (found.next_after,) if found.next_after else None)


@blp.post("/organisations/<uuid:organisation_id>/membership-requests")
@requires(Role.REFERENT, Role.STAFF)
@idempotent
@blp.arguments(MembershipWishSchema)
@blp.response(201, MembershipRequestSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="No such organisation")
@blp.alt_response(409, description="One waits already, or the organisation is closed")
def ask(form: dict[str, Any], organisation_id: UUID) -> dict[str, Any]:
    """To join, or to renew."""
    with transaction() as session:
        return dump_membership_request(request_membership(session, organisation_id, by=actor(), now=now(), **form))


@blp.get("/membership-requests/<uuid:membership_request_id>")
@requires(Role.REFERENT, Role.STAFF)
@blp.response(200, MembershipRequestSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="There is none")
def read(membership_request_id: UUID) -> dict[str, Any]:
    """One request."""
    with transaction() as session:
        found = read_request(session, MembershipRequest, key=membership_request_id, by=actor())
        return dump_membership_request(found.items[0], found)


@blp.post("/membership-requests/<uuid:membership_request_id>/confirmation")
@requires(Role.STAFF)
@blp.arguments(PeriodSchema)
@blp.response(200, MembershipRequestSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It was decided, or another membership covers some of the days")
@blp.alt_response(422, description="The end lies before the beginning")
def confirm(period: dict[str, Any], membership_request_id: UUID) -> dict[str, Any]:
    """With its first and last day."""
    with transaction() as session:
        found = confirm_membership(session, membership_request_id, period=Period(**period), by=actor(), now=now())
        return dump_membership_request(found)


@blp.post("/membership-requests/<uuid:membership_request_id>/refusal")
@requires(Role.STAFF)
@blp.arguments(ReasonSchema)
@blp.response(200, MembershipRequestSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It was decided")
def refuse(why: dict[str, str], membership_request_id: UUID) -> dict[str, Any]:
    """The referents are told why."""
    with transaction() as session:
        found = refuse_membership(session, membership_request_id, by=actor(), now=now(), **why)
        return dump_membership_request(found)


@blp.post("/membership-requests/<uuid:membership_request_id>/withdrawal")
@requires(Role.REFERENT)
@blp.response(200, MembershipRequestSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It was decided; the figures say by whom and when")
def withdraw(membership_request_id: UUID) -> dict[str, Any]:
    """Take it back before anybody has decided."""
    with transaction() as session:
        return dump_membership_request(
            withdraw_membership_request(session, membership_request_id, by=actor(), now=now())
        )


@blp.post("/organisations/<uuid:organisation_id>/memberships")
@requires(Role.STAFF)
@idempotent
@blp.arguments(PeriodSchema)
@blp.response(201, MembershipSchema)
@blp.alt_response(404, description="No such organisation")
@blp.alt_response(409, description="Another membership covers some of the days")
@blp.alt_response(422, description="The end lies before the beginning")
def record(period: dict[str, Any], organisation_id: UUID) -> dict[str, Any]:
    """One that nobody asked for here."""
    with transaction() as session:
        made = record_membership(session, organisation_id, by=actor(), now=now(), **period)
        return {"membership_id": made.id, "starts_on": made.starts_on, "ends_on": made.ends_on}
