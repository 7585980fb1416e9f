"""Organisations: found by anyone signed in."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from identity.api.answers import Answer, after_of, page_of
from identity.api.organisation_schemas import FoundOrganisationPageSchema, OrganisationSearchArgs
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
