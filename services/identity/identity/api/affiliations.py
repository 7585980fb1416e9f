"""Affiliations: asked for by anyone, decided by the organisation's referents or by staff."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.affiliation_schemas import (
    AffiliatedPersonPageSchema,
    AffiliationArgs,
    AffiliationWishSchema,
    MovedAffiliationSchema,
    WithdrawalSchema,
)
from identity.api.answers import Answer, after_of, named_key, page_of
from identity.api.organisation_schemas import ReasonSchema
from identity.domain.affiliations import Affiliation
from identity.store.people import PeopleQuery
from identity.usecases.confirm_affiliation import confirm_affiliation
from identity.usecases.read_people import read_affiliations
from identity.usecases.refuse_affiliation import refuse_affiliation
from identity.usecases.request_affiliation import AffiliationWish, request_affiliation
from identity.usecases.withdraw_affiliation import withdraw_affiliation

blp = Blueprint("affiliations", __name__, url_prefix="/api/identity/v1", description="Who belongs where")


def _dump(affiliation: Affiliation) -> dict[str, Any]:
    return {
        "affiliation_id": affiliation.id,
        "account_id": affiliation.account_id,
        "organisation_id": affiliation.organisation_id,
        "state": affiliation.state,
        "roles": affiliation.roles(),
        "requested_at": affiliation.requested_at,
        "decided_at": affiliation.decided_at,
        "reason": affiliation.reason,
    }


@blp.get("/affiliations")
@requires(Role.REFERENT, Role.STAFF)
@blp.arguments(AffiliationArgs, location="query")
@blp.response(200, AffiliatedPersonPageSchema)
@blp.alt_response(403, description="Not an organisation of this referent")
def list_people(query: dict[str, Any]) -> Answer:
    """People of one organisation, or what waits in all of them for staff."""
    wanted = PeopleQuery(
        organisation_id=query["organisation_id"],
        states=(query["state"],) if query["state"] else (),
        role=query["role"],
        is_led=query["has_referent"],
        order=query["sort"],
    )
    after = after_of(query["cursor"], named_key)
    with transaction() as session:
        rows = read_affiliations(session, wanted, by=actor(), after=after, limit=query["limit"])
    return page_of(rows.items, rows.next_after)


@blp.post("/affiliations")
@requires()
@idempotent
@blp.arguments(AffiliationWishSchema)
@blp.response(201, MovedAffiliationSchema)
@blp.alt_response(404, description="No such organisation")
@blp.alt_response(409, description="Asked for already, or the organisation is closed")
def ask(wish: dict[str, Any]) -> dict[str, Any]:
    """Ask to belong to an organisation; again after a refusal."""
    wanted = AffiliationWish(account_id=current_principal().account_id, **wish)
    with transaction() as session:
        return _dump(request_affiliation(session, wanted, now=now()))


@blp.post("/affiliations/<uuid:affiliation_id>/confirmation")
@requires(Role.REFERENT, Role.STAFF)
@idempotent
@blp.response(200, MovedAffiliationSchema)
@blp.alt_response(403, description="One's own, or not an organisation of this referent")
@blp.alt_response(404, description="No such affiliation")
@blp.alt_response(409, description="It does not wait")
def confirm(affiliation_id: UUID) -> dict[str, Any]:
    """The first confirmed person becomes referent and HR validator."""
    with transaction() as session:
        return _dump(confirm_affiliation(session, affiliation_id, by=actor(), now=now()))


@blp.post("/affiliations/<uuid:affiliation_id>/refusal")
@requires(Role.REFERENT, Role.STAFF)
@idempotent
@blp.arguments(ReasonSchema)
@blp.response(200, MovedAffiliationSchema)
@blp.alt_response(403, description="One's own, or not an organisation of this referent")
@blp.alt_response(404, description="No such affiliation")
@blp.alt_response(409, description="It does not wait")
def refuse(why: dict[str, str], affiliation_id: UUID) -> dict[str, Any]:
    """The reason lets the person correct and ask again."""
    with transaction() as session:
        return _dump(refuse_affiliation(session, affiliation_id, reason=why["reason"], by=actor(), now=now()))


@blp.post("/affiliations/<uuid:affiliation_id>/withdrawal")
@requires()
@idempotent
@blp.arguments(WithdrawalSchema)
@blp.response(200, MovedAffiliationSchema)
@blp.alt_response(403, description="Somebody else's, and not an organisation of this referent")
@blp.alt_response(404, description="No such affiliation")
@blp.alt_response(409, description="It is over, or the organisation would be left without a referent")
@blp.alt_response(422, description="Somebody else's, and no reason")
def withdraw(why: dict[str, str | None], affiliation_id: UUID) -> dict[str, Any]:
    """Leave an organisation, or end the affiliation of somebody else with a reason."""
    with transaction() as session:
        return _dump(withdraw_affiliation(session, affiliation_id, reason=why["reason"], by=actor(), now=now()))
