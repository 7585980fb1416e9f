"""Roles of people in an organisation: granted, revoked, handed over."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.affiliation_schemas import HandoverSchema
from identity.usecases.grant_role import grant_role
from identity.usecases.hand_over_role import hand_over_role
from identity.usecases.name_staff import name_staff
from identity.usecases.revoke_role import revoke_role

blp = Blueprint("roles", __name__, url_prefix="/api/identity/v1", description="Who may act in which role")
_ROLE = "<any(hr_validator, referent, training_provider):role>"


@blp.put(f"/affiliations/<uuid:affiliation_id>/roles/{_ROLE}")
@requires(Role.REFERENT, Role.STAFF)
@blp.response(204)
@blp.alt_response(403, description="Not this actor's to grant, or another organisation")
@blp.alt_response(404, description="No such affiliation or role")
@blp.alt_response(409, description="Held already, not confirmed, or no activity number")
def grant(affiliation_id: UUID, role: str) -> None:
    """It takes effect from the person's first sign-in on."""
    with transaction() as session:
        grant_role(session, affiliation_id, role=Role(role), by=actor(), now=now())


@blp.delete(f"/affiliations/<uuid:affiliation_id>/roles/{_ROLE}")
@requires(Role.REFERENT, Role.STAFF)
@blp.response(204)
@blp.alt_response(403, description="Not this actor's to revoke, or another organisation")
@blp.alt_response(404, description="No such affiliation or role")
@blp.alt_response(409, description="Not held, or the organisation would be left without a referent")
def revoke(affiliation_id: UUID, role: str) -> None:
    """The person's next access token no longer carries it."""
    with transaction() as session:
        revoke_role(session, affiliation_id, role=Role(role), by=actor(), now=now())


@blp.post(f"/affiliations/<uuid:affiliation_id>/roles/{_ROLE}/handover")
@requires(Role.REFERENT, Role.STAFF)
@blp.arguments(HandoverSchema)
@blp.response(204)
@blp.alt_response(403, description="Not this actor's to hand over, or another organisation")
@blp.alt_response(404, description="No such affiliation or role")
@blp.alt_response(409, description="Not held, or the other person cannot take it")
def hand_over(to: dict[str, Any], affiliation_id: UUID, role: str) -> None:
    """To another confirmed person of the organisation who has signed in; this one holds it no longer."""
    with transaction() as session:
        hand_over_role(session, affiliation_id, role=Role(role), by=actor(), now=now(), **to)


@blp.put("/accounts/<uuid:account_id>/staff")
@requires(Role.STAFF)
@blp.response(204)
@blp.alt_response(404, description="No such account")
@blp.alt_response(409, description="The account is closed")
def name(account_id: UUID) -> None:
    """The person works for Cap Métiers."""
    with transaction() as session:
        name_staff(session, account_id, is_staff=True, by=actor(), now=now())


@blp.delete("/accounts/<uuid:account_id>/staff")
@requires(Role.STAFF)
@blp.response(204)
@blp.alt_response(404, description="No such account")
@blp.alt_response(409, description="The account is closed, or nobody of staff would be left")
def name_no_longer(account_id: UUID) -> None:
    """The person works for Cap Métiers no longer."""
    with transaction() as session:
        name_staff(session, account_id, is_staff=False, by=actor(), now=now())
