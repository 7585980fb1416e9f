"""Organisations: found by anyone signed in, read by their people, listed and registered by staff."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import PARIS, now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, named_key, page_of
from identity.api.organisation_schemas import (
    FoundOrganisationPageSchema,
    ListedOrganisationPageSchema,
    NewOrganisationSchema,
    OrganisationArgs,
    OrganisationSchema,
    OrganisationSearchArgs,
    address_of,
    dump_organisation,
)
from identity.usecases.read_organisations import read_organisation, read_organisations
from identity.usecases.register_organisation import NewOrganisation, register_by_staff
from identity.usecases.search_organisations import search_organisations

blp = Blueprint("organisations", __name__, url_prefix="/api/identity/v1", description="Organisations")


def _position(rank: str, name: str, organisation_id: str) -> tuple[float, str, UUID]:
    return float(rank), name, UUID(organisation_id)


@blp.get("/organisations")
@requires()
@blp.arguments(OrganisationSearchArgs, location="query")
@blp.response(200, FoundOrganisationPageSchema)
@blp.alt_response(422, description="Digits that are no SIRET, or too little to look for")
def search(query: dict[str, Any]) -> Answer:
    """By SIRET or by name and city, accents and typos forgiven; the nearest first, closed ones left out."""
    after = after_of(query["cursor"], _position)
    with transaction() as session:
        page = search_organisations(session, query["q"], now=now(), limit=query["limit"], after=after)
    return page_of([asdict(item) for item in page.items], page.next_after)


@blp.post("/organisations")
@requires(Role.STAFF)
@idempotent
@blp.arguments(NewOrganisationSchema)
@blp.response(201, OrganisationSchema)
@blp.alt_response(409, description="The SIRET is registered")
@blp.alt_response(422, description="The SIRET or the activity number is none")
def register(form: dict[str, Any]) -> dict[str, Any]:
    """Staff know that it exists."""
    new = NewOrganisation(
        siret=form["siret"],
        name=form["name"].strip(),
        address=address_of(form),
        activity_declaration_number=form["activity_declaration_number"],
    )
    with transaction() as session:
        organisation = register_by_staff(session, new, by=actor(), now=now())
        return dump_organisation(organisation, is_member=False, has_referent=False)


@blp.get("/registered-organisations")
@requires(Role.STAFF)
@blp.arguments(OrganisationArgs, location="query")
@blp.response(200, ListedOrganisationPageSchema)
def list_all(query: dict[str, Any]) -> Answer:
    """By name, closed ones too, with their membership and how many people."""
    after = after_of(query["cursor"], named_key)
    with transaction() as session:
        rows = read_organisations(
            session,
            query["filter"],
            unverified_text=query["q"],
            by=actor(),
            page=(after, query["limit"]),
            now=now(),
        )
    return page_of(rows.items, rows.next_after)


@blp.get("/organisations/<uuid:organisation_id>")
@requires()
@blp.response(200, OrganisationSchema)
@blp.alt_response(403, description="Not an organisation of this person")
@blp.alt_response(404, description="There is none")
def read(organisation_id: UUID) -> dict[str, Any]:
    """Of one's own organisation, or any for staff: identity, memberships, closing."""
    today = now().astimezone(PARIS).date()
    with transaction() as session:
        organisation, has_referent = read_organisation(session, organisation_id, by=actor())
        return dump_organisation(organisation, is_member=organisation.is_member(today), has_referent=has_referent)
