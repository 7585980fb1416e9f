"""The HR validator: papers of the organisation's people, by person and by session, and what goes with them."""

from flask import Blueprint, render_template, request

from chassis.principal import Role
from web.pages.access import page_for, token
from web.pages.documents import BundleForm
from web.pages.my_space_requests import page_urls
from web.pages.wiring import wiring

PAGE = 50
KINDS = ("completion_certificate", "end_of_training_statement", "convocation")
pages = Blueprint("documents_of_organisation", __name__, url_prefix="/valideur")


@pages.get("/documents")
@page_for(Role.HR_VALIDATOR)
def papers() -> str:
    """Newest first, those in force; by kind."""
    chosen = request.args.get("nature", "")
    kind = chosen if chosen in KINDS else None
    query = {"kind": kind, "status": "valid", "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().documents.page(query, token=token())
    return render_template(
        "documents/of_organisation.html",
        documents=found["items"],
        urls=page_urls("/valideur/documents", {"nature": chosen}, found["next_cursor"]),
        chosen=chosen,
        kinds=KINDS,
        form=BundleForm(formdata=None),
    )
