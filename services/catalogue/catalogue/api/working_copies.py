"""What editors read: their working copies, what was published, who may run an action."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from catalogue.api.editors import current_editor
from catalogue.api.working_copy_schemas import (
    ProviderListSchema,
    PublicationListSchema,
    PublicationSchema,
    WorkingCopyArgs,
    WorkingCopyPageSchema,
)
from catalogue.domain.working_copies import WorkingCopySearch
from catalogue.usecases.list_working_copies import count_working_copies, list_working_copies
from catalogue.usecases.read_draft import list_providers
from catalogue.usecases.read_publications import list_publications, read_publication
from chassis.auth import requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.paging import encode_cursor, page_headers
from chassis.principal import Role

blp = Blueprint("working_copies", __name__, url_prefix="/api/catalogue/v1", description="What editors find and read")
_NO_STORE = {"Cache-Control": "no-store"}
_Answer = tuple[dict[str, Any], int, dict[str, str]]


@blp.get("/training-action-drafts")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.arguments(WorkingCopyArgs, location="query")
@blp.response(200, WorkingCopyPageSchema)
def list_drafts(search: WorkingCopySearch) -> _Answer:
    """The working copies that this editor may change, published and withdrawn ones included."""
    with snapshot() as connection:
        page = list_working_copies(connection, search, editor=current_editor(), now=now())
        counts = count_working_copies(connection, editor=current_editor())
    mark = page.next_mark
    cursor = encode_cursor(mark.key, str(mark.row_id)) if mark else None
    body = {"items": page.items, "counts": counts, "next_cursor": cursor}
    return body, 200, {**_NO_STORE, **page_headers(cursor)}


@blp.get("/training-actions/<uuid:training_action_id>/publications")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.response(200, PublicationListSchema)
@blp.alt_response(404, description="Unknown")
def publications(training_action_id: UUID) -> _Answer:
    """Every publication of an action, the newest first."""
    with transaction() as session:
        items = list_publications(session, training_action_id, editor=current_editor())
    return {"items": items, "next_cursor": None}, 200, _NO_STORE


@blp.get("/training-actions/<uuid:training_action_id>/publications/<int(max=1000000):publication_number>")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.response(200, PublicationSchema)
@blp.alt_response(404, description="Unknown")
def publication(training_action_id: UUID, publication_number: int) -> _Answer:
    """An action as it was published one day."""
    with transaction() as session:
        found, provider_name = read_publication(
            session, training_action_id, publication_number=publication_number, editor=current_editor()
        )
    body = {
        **asdict(found.description),
        "training_action_id": found.training_action_id,
        "publication_number": found.publication_number,
        "published_at": found.published_at,
        "is_listed": found.is_listed,
        "type_label": found.type_label,
        "theme_label": found.theme_label,
        "counts_as_formation": found.counts_as_formation,
        "self_paced": found.self_paced,
        "provider_name": provider_name,
    }
    return body, 200, _NO_STORE


@blp.get("/providers")
@requires(Role.STAFF)
@blp.response(200, ProviderListSchema)
def providers() -> _Answer:
    """The organisations that may run an action."""
    with transaction() as session:
        items = list_providers(session)
    return {"items": items, "next_cursor": None}, 200, _NO_STORE
