"""Staff bring files of other systems: begin, send the parts, start, follow, read the report."""

from typing import Any
from uuid import UUID

from flask import request, url_for

from catalogue.api.editors import current_editor
from catalogue.api.import_schemas import (
    FaultListArgs,
    FaultListSchema,
    ImportListArgs,
    ImportListSchema,
    ImportPlanSchema,
    ImportSchema,
)
from catalogue.domain.imports import Import
from catalogue.usecases import manage_imports
from catalogue.usecases.manage_imports import ImportPlan
from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import encode_cursor, page_headers
from chassis.principal import Role

blp = Blueprint(
    "imports", __name__, url_prefix="/api/catalogue/v1/imports", description="Files of other systems (LHÉO 2.3, 2.2)"
)
_NO_STORE = {"Cache-Control": "no-store"}
_BYTES = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string"}}}}}
_Told = tuple[Import, int, dict[str, str]]
_Page = tuple[dict[str, Any], int, dict[str, str]]


@blp.post("")
@requires(Role.STAFF)
@idempotent
@blp.arguments(ImportPlanSchema)
@blp.response(201, ImportSchema)
def begin(plan: ImportPlan) -> _Told:
    """Say that a file comes."""
    with transaction() as session:
        begun = manage_imports.begin_import(session, plan, editor=current_editor(), now=now())
    return begun, 201, {**_NO_STORE, "Location": url_for(".read", import_id=begun.import_id)}


@blp.put("/<uuid:import_id>/parts/<int(max=1000000):number>")
@requires(Role.STAFF)
@blp.doc(**_BYTES)
@blp.response(200, ImportSchema)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Out of order, too many, or the file is whole already")
def take_part(import_id: UUID, number: int) -> _Told:
    """The next bytes of the file; parts count from 1, each as large as a body may be."""
    with transaction() as session:
        kept = manage_imports.take_part(session, import_id, number=number, content=request.get_data())
    return kept, 200, _NO_STORE


@blp.post("/<uuid:import_id>/start")
@requires(Role.STAFF)
@idempotent
@blp.response(202, ImportSchema)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Nothing arrived, or it was started already")
def start(import_id: UUID) -> _Told:
    """The file is whole: a worker checks and takes it."""
    with transaction() as session:
        kept = manage_imports.start_import(session, import_id, now=now())
    return kept, 202, {**_NO_STORE, "Location": url_for(".read", import_id=import_id)}


@blp.get("")
@requires(Role.STAFF)
@blp.arguments(ImportListArgs, location="query")
@blp.response(200, ImportListSchema)
def list_all(page: dict[str, Any]) -> _Page:
    """Imports, the newest first."""
    with transaction() as session:
        found = manage_imports.list_imports(session, after=page["after"], limit=page["limit"] + 1)
    shown = found[: page["limit"]]
    cursor = None
    if len(found) > len(shown):
        cursor = encode_cursor(shown[-1].begun_at.isoformat(), str(shown[-1].import_id))
    return {"items": shown, "next_cursor": cursor}, 200, {**_NO_STORE, **page_headers(cursor)}


@blp.get("/<uuid:import_id>")
@requires(Role.STAFF)
@blp.response(200, ImportSchema)
@blp.alt_response(404, description="Unknown")
def read(import_id: UUID) -> _Told:
    """How far an import is."""
    with transaction() as session:
        return manage_imports.read_import(session, import_id), 200, _NO_STORE


@blp.get("/<uuid:import_id>/faults")
@requires(Role.STAFF)
@blp.arguments(FaultListArgs, location="query")
@blp.response(200, FaultListSchema)
@blp.alt_response(404, description="Unknown")
def faults(page: dict[str, Any], import_id: UUID) -> _Page:
    """What did not go in, and what is to be completed, in the order of the file."""
    with transaction() as session:
        found = manage_imports.list_faults(session, import_id, after=page["after"], limit=page["limit"] + 1)
    shown = found[: page["limit"]]
    cursor = encode_cursor(str(shown[-1].position)) if len(found) > len(shown) else None
    return {"items": shown, "next_cursor": cursor}, 200, {**_NO_STORE, **page_headers(cursor)}
