"""« Mon espace personnel »: its five entries, rights, documents, and what identity knows."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, render_template, send_file
from werkzeug.wrappers import Response

from chassis.principal import Role
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, signed_in, token
from web.pages.formats import today
from web.pages.wiring import wiring

pages = Blueprint("my_space", __name__)


def rights_of_this_year() -> Json | None:
    """The meter; a page that shows it goes on without it where enrolment does not answer."""
    try:
        return wiring().enrolments.rights(today().year, token=token())
    except (Refused, Unreachable):
        return None


@pages.get("/mon-espace")
@page_for(Role.BENEFICIARY)
def overview() -> str:
    """The five entries, the next actions, the rights of the year."""
    coming = wiring().enrolments.page({"scope": "mine", "period": "current", "limit": 3}, token=token())
    return render_template("my_space/overview.html", coming=coming["items"], rights=rights_of_this_year())


@pages.get("/mon-espace/documents/<uuid:document_id>")
@signed_in
def document(document_id: UUID) -> Response:
    """The PDF, as the documents service gives it to this person."""
    found = wiring().documents.file(document_id, token=token())
    name = found.name or f"{document_id}.pdf"
    return send_file(BytesIO(found.body), mimetype=found.media_type, as_attachment=True, download_name=name)
