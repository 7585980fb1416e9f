"""The editor: files exchanged with other systems. An upload goes on to the catalogue in parts, as it comes."""

from typing import IO
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.rendering import INVALID, Told, refusal
from web.pages.wiring import wiring

CONFLICT = 409
PAGE, LINES = 10, 50
HOME = "/catalogue/echanges"
# A part is an ordinary body; a whole file is what this one address takes. Larger ones are for the operators' command.
PART_BYTES = 900 * 1024
MOST_BYTES = 200 * 1024 * 1024
pages = Blueprint("editor_exchanges", __name__, url_prefix=HOME)


def _allow_a_file() -> None:
    if request.method == "POST" and request.path == HOME:
        request.max_content_length = MOST_BYTES


def install(app: Flask) -> None:
    """Let the upload be read; must stand before what reads forms, the protection against forgery."""
    app.before_request(_allow_a_file)


def _page(*, typed: dict[str, str] | None = None, told: Told | None = None, error: str | None = None) -> str:
    found = wiring().editing.imports({"limit": PAGE, "cursor": request.args.get("cursor")}, token=token())
    return render_template(
        "editor/exchanges.html",
        imports=found["items"],
        urls=page_urls(HOME, {}, found["next_cursor"]),
        types=wiring().catalogue.types(),
        themes=wiring().catalogue.themes(),
        typed=typed or {},
        told=told,
        error=error,
    )


@pages.get("")
@page_for(Role.STAFF)
def show() -> str:
    """The address of the export, the form of an import, and the imports so far."""
    return _page()


@pages.post("")
@page_for(Role.STAFF)
def bring() -> Response | tuple[str, int]:
    """A file comes."""
    sent, typed = request.files.get("file"), request.form.to_dict()
    if sent is None or not sent.filename:
        return _page(typed=typed, error=labels.FORM_ERRORS["import-file"]), INVALID
    capacity = typed.get("capacity", "")
    plan: Json = {
        "file_name": sent.filename[:255],
        "type_code": typed.get("type_code", ""),
        "theme_code": typed.get("theme_code", ""),
        "access": typed.get("access", "open"),
        "capacity": int(capacity) if capacity.isascii() and capacity.isdigit() and len(capacity) < 6 else 12,
        "publish": "publish" in typed,
    }
    try:
        import_id = _send(plan, sent.stream)
    except Refused as refused:
        return _page(typed=typed, told=refusal(refused)), CONFLICT
    flash(labels.FLASHES["import-started"], "success")
    return redirect(f"{HOME}/imports/{import_id}")


def _send(plan: Json, content: IO[bytes]) -> str:
    """One part in memory at a time.

    Raises:
        Refused
    """
    editing = wiring().editing
    import_id: str = editing.begin_import(plan, token=token())["import_id"]
    number = 0
    while (part := content.read(PART_BYTES)) or number == 0:
        number += 1
        editing.send_part(import_id, number, content=part, token=token())
    editing.start_import(import_id, token=token())
    return import_id


@pages.get("/imports/<uuid:import_id>")
@page_for(Role.STAFF)
def follow(import_id: UUID) -> str:
    """How far an import is, and its report; htmx asks again while it runs."""
    found = wiring().editing.one_import(import_id, token=token())
    criteria = {"limit": LINES, "cursor": request.args.get("cursor")}
    report = wiring().editing.faults(import_id, criteria, token=token())
    return render_template(
        "editor/import.html",
        entry=found,
        report=[{**line, "told": _sentence(line)} for line in report["items"]],
        urls=page_urls(f"{HOME}/imports/{import_id}", {}, report["next_cursor"]),
        failure=_unreadable(found["failure"]),
    )


def _unreadable(failure: Json | None) -> str | None:
    if not failure:
        return None
    sentence = labels.editing.UNREADABLE.get(failure.get("reason", ""), labels.PROBLEMS["file-unreadable"])
    return labels.filled(sentence, **failure)


def _sentence(line: Json) -> str:
    sentence = labels.editing.OFFER_FAULTS.get(line["reason"], labels.PROBLEMS["offer-refused"])
    figures = dict(line["figures"])
    if "missing" in figures:
        figures["missing"] = ", ".join(labels.editing.FIELDS.get(name, name).lower() for name in figures["missing"])
    if "field" in figures:
        figures["field"] = labels.editing.FIELDS.get(figures["field"], figures["field"]).lower()
    return labels.filled(sentence, **figures)
