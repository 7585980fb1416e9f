"""What anyone may read."""

from uuid import UUID

from flask import Response

from catalogue.api.answers import cacheable
from catalogue.api.search_schemas import CardPageSchema, CommuneArgs, CommuneListSchema, FacetsSchema, SearchArgs
from catalogue.api.training_action_schemas import ActionPageSchema
from catalogue.domain.searches import Search
from catalogue.usecases.count_training_actions import count_training_actions
from catalogue.usecases.read_training_action import read_training_action
from catalogue.usecases.search_training_actions import search_training_actions
from catalogue.usecases.suggest_communes import suggest_communes
from chassis.auth import public
from chassis.clock import now
from chassis.database import glance, snapshot
from chassis.doors import Blueprint
from chassis.paging import encode_cursor, page_headers

SUGGESTED = 10
# One for all requests: a schema takes as long to make as to use.
_ASKED = SearchArgs()
blp = Blueprint(
    "training_actions", __name__, url_prefix="/api/catalogue/v1", description="The published training actions"
)


@blp.get("/training-actions")
@public
@blp.arguments(_ASKED, location="query")
@blp.response(200, CardPageSchema)
@blp.alt_response(422, description="An impossible filter, or no commune to count distances from")
def search_actions(search: Search) -> Response:
    """Search the published actions; by default all of them, those with a session to come first."""
    with glance() as connection:
        page = search_training_actions(connection, search, now=now())
    position = page.next_position
    cursor = encode_cursor(position.stretch, position.key, str(position.row_id)) if position else None
    body = {"items": page.items, "next_cursor": cursor, "corrected_text": page.corrected_text}
    return cacheable(body, headers=page_headers(cursor))


@blp.get("/training-actions/facets")
@public
@blp.arguments(_ASKED, location="query")
@blp.response(200, FacetsSchema)
@blp.alt_response(422, description="An impossible filter, or no commune to count distances from")
def count_actions(search: Search) -> Response:
    """How many actions each choice of this search would find; paging and order make no difference."""
    with snapshot() as connection:
        counted = count_training_actions(connection, search, now=now())
    return cacheable(counted)


@blp.get("/communes")
@public
@blp.arguments(CommuneArgs, location="query")
@blp.response(200, CommuneListSchema)
def suggest(asked: dict[str, str]) -> Response:
    """Communes whose name or postcode begins so."""
    with glance() as connection:
        items = suggest_communes(connection, asked["q"], limit=SUGGESTED)
    return cacheable({"items": items, "next_cursor": None})


@blp.get("/training-actions/<uuid:training_action_id>")
@public
@blp.response(200, ActionPageSchema)
@blp.alt_response(404, description="Unknown, or never published")
def read_action(training_action_id: UUID) -> Response:
    """Everything about one action, and its sessions that are not over."""
    with snapshot() as connection:
        page = read_training_action(connection, training_action_id, now=now())
    return cacheable(page)
