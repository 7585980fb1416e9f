"""« Ma structure n'est pas dans la liste », for whoever is signed in; staff decide. Strangers have a page."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import PageArgs
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, page_of
from identity.api.organisation_schemas import NewOrganisationSchema, ReasonSchema
from identity.api.request_schemas import (
    ReferencingArgs,
    ReferencingPageSchema,
    ReferencingSchema,
    dump_referencing,
    referenced,
    states_of,
)
from identity.domain.referencings import Referencing, ReferencingDecision
from identity.usecases.decide_referencing import decide_referencing
from identity.usecases.read_organisations import read_my_referencings, read_request, read_requests
from identity.usecases.request_referencing import (
    ReferencingWish,
    contact_of_account,
    correct_referencing,
    find_refused,
    request_referencing,
)

blp = Blueprint("referencings", __name__, url_prefix="/api/identity/v1", description="Organisations not yet known")


@blp.get("/referencings")
@requires(Role.STAFF)
@blp.arguments(ReferencingArgs, location="query")
@blp.response(200, ReferencingPageSchema)
def list_all(query: dict[str, Any]) -> Answer:
    """Those that wait: oldest first; the others: newest first."""
    page = (after_of(query["cursor"], UUID), query["limit"])
    with transaction() as session:
        found = read_requests(
            session, Referencing, states=states_of(query), organisation_id=None, by=actor(), page=page
        )
        return page_of([dump_referencing(one, found) for one in found.items], _key(found.next_after))


@blp.get("/my-referencings")
@requires()
@blp.arguments(PageArgs, location="query")
@blp.response(200, ReferencingPageSchema)
def list_mine(query: dict[str, Any]) -> Answer:
    """What I asked for, newest first."""
    page = (after_of(query["cursor"], UUID), query["limit"])
    with transaction() as session:
        found = read_my_referencings(session, account_id=current_principal().account_id, page=page)
        return page_of([dump_referencing(one, found) for one in found.items], _key(found.next_after))


@blp.get("/my-referencings/<uuid:referencing_id>")
@requires()
@blp.response(200, ReferencingSchema)
@blp.alt_response(404, description="Not a request of this person")
def read_mine(referencing_id: UUID) -> dict[str, Any]:
    """One request of mine."""
    with transaction() as session:
        return dump_referencing(find_refused(session, referencing_id, account_id=current_principal().account_id))


@blp.post("/my-referencings")
@requires()
@idempotent
@blp.arguments(NewOrganisationSchema)
@blp.response(201, ReferencingSchema)
@blp.alt_response(409, description="The organisation is known, or waits already")
@blp.alt_response(422, description="The SIRET or the activity number is none")
def ask(form: dict[str, Any]) -> dict[str, Any]:
    """Staff will decide; the answer comes by e-mail."""
    account_id = current_principal().account_id
    with transaction() as session:
        contact = contact_of_account(session, account_id)
        wish = ReferencingWish(organisation=referenced(form), contact=contact, account_id=account_id)
        return dump_referencing(request_referencing(session, wish, now=now()))


@blp.put("/my-referencings/<uuid:referencing_id>")
@requires()
@blp.arguments(NewOrganisationSchema)
@blp.response(200, ReferencingSchema)
@blp.alt_response(404, description="Not a request of this person")
@blp.alt_response(409, description="Not refused, or the organisation is known or waits already")
@blp.alt_response(422, description="The SIRET or the activity number is none")
def correct(form: dict[str, Any], referencing_id: UUID) -> dict[str, Any]:
    """Correct a refused one and send it again."""
    mine = current_principal().account_id
    with transaction() as session:
        return dump_referencing(
            correct_referencing(session, referencing_id, organisation=referenced(form), account_id=mine, now=now())
        )


@blp.get("/referencings/<uuid:referencing_id>")
@requires(Role.STAFF)
@blp.response(200, ReferencingSchema)
@blp.alt_response(404, description="There is none")
def read(referencing_id: UUID) -> dict[str, Any]:
    """One request."""
    with transaction() as session:
        found = read_request(session, Referencing, key=referencing_id, by=actor())
        return dump_referencing(found.items[0], found)


@blp.post("/referencings/<uuid:referencing_id>/acceptance")
@requires(Role.STAFF)
@blp.response(200, ReferencingSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It does not wait, or the SIRET is registered")
def accept(referencing_id: UUID) -> dict[str, Any]:
    """The organisation exists from now on."""
    decision = ReferencingDecision.ACCEPT
    with transaction() as session:
        found = decide_referencing(session, referencing_id, decision=decision, reason=None, by=actor(), now=now())
        return dump_referencing(found)


@blp.post("/referencings/<uuid:referencing_id>/refusal")
@requires(Role.STAFF)
@blp.arguments(ReasonSchema)
@blp.response(200, ReferencingSchema)
@blp.alt_response(404, description="There is none")
@blp.alt_response(409, description="It does not wait")
def refuse(why: dict[str, str], referencing_id: UUID) -> dict[str, Any]:
    """The reason lets the person correct and send again."""
    decision = ReferencingDecision.REFUSE
    with transaction() as session:
        found = decide_referencing(session, referencing_id, decision=decision, by=actor(), now=now(), **why)
        return dump_referencing(found)


def _key(after: UUID | None) -> tuple[UUID] | None:
    return (after,) if after else None
