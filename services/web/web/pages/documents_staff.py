"""Staff: every paper and its revocation, how papers show Cap Métiers, the templates."""

import base64
from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, send_file
from flask_wtf.file import FileField
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.documents import BundleForm
from web.pages.documents_of_organisation import KINDS
from web.pages.forms import PageForm
from web.pages.my_space_requests import page_urls
from web.pages.rendering import refusal
from web.pages.wiring import wiring

PAGE, LONGEST_REASON = 50, 1_000
CONFLICT, INVALID = 409, 422
STATUSES = ("valid", "replaced", "revoked", "pending")
TEMPLATES = {
    "completion_certificate": "completion_certificate_v3",
    "end_of_training_statement": "end_of_training_statement_v2",
    "convocation": "convocation_v2",
}
pages = Blueprint("documents_staff", __name__, url_prefix="/cap-metiers")


def _text(longest: int, *, missing: str = "") -> StringField:
    length = Length(max=longest, message=labels.FORM_ERRORS["text-length"].format(max=longest))
    required = [InputRequired(labels.FORM_ERRORS[missing])] if missing else []
    return StringField(validators=[*required, length])


class RevocationForm(PageForm):
    """Why the paper is taken back."""

    key = HiddenField(default=lambda: str(new_id()))
    reason = TextAreaField(
        validators=[
            InputRequired(labels.FORM_ERRORS["revocation-reason"]),
            Length(max=LONGEST_REASON, message=labels.FORM_ERRORS["reason-length"].format(max=LONGEST_REASON)),
        ]
    )


class IdentityForm(PageForm):
    """Cap Métiers as papers are to show it; no file keeps the logo."""

    name = _text(200, missing="issuer-name")
    street = _text(200, missing="issuer-street")
    postcode = _text(10, missing="issuer-postcode")
    city = _text(100, missing="issuer-city")
    activity_declaration_number = _text(30)
    signatory_name = _text(200)
    signatory_job_title = _text(200)
    logo = FileField()
    removes_logo = BooleanField()


@pages.get("/documents")
@page_for(Role.STAFF)
def papers() -> str:
    """Every paper, newest first, by kind and state."""
    kind = request.args.get("nature", "")
    status = request.args.get("etat", "")
    query = {
        "kind": kind if kind in KINDS else None,
        "status": status if status in STATUSES else None,
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().documents.page(query, token=token())
    urls = page_urls("/cap-metiers/documents", {"nature": kind, "etat": status}, found["next_cursor"])
    return render_template(
        "documents/staff.html",
        documents=found["items"],
        urls=urls,
        kind=kind,
        status=status,
        kinds=KINDS,
        statuses=STATUSES,
    )


@pages.route("/documents/<uuid:document_id>/revocation", methods=["GET", "POST"])
@page_for(Role.STAFF)
def revoke(document_id: UUID) -> str | Response | tuple[str, int]:
    """What it does is read before it is confirmed."""
    form, told = RevocationForm(), None
    if form.validate_on_submit():
        reason = form.reason.data.strip()
        try:
            wiring().documents.revoke(document_id, reason=reason, token=token(), key=form.key.data)
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["document-revoked"], "success")
            return redirect("/cap-metiers/documents")
    document = wiring().documents.one(document_id, token=token())
    page = render_template("documents/revoke.html", document=document, form=form, told=told)
    return page, CONFLICT if told else INVALID if form.errors else 200


def _identity(form: IdentityForm) -> dict[str, Any]:
    names = (
        "name", "street", "postcode", "city", "activity_declaration_number", "signatory_name", "signatory_job_title",
    )  # fmt: skip
    texts = {name: (form[name].data or "").strip() or None for name in names}
    logo = form.logo.data.read() if form.logo.data else b""
    return {
        **texts,
        "logo_png_base64": base64.b64encode(logo).decode() if logo else None,
        "removes_logo": bool(form.removes_logo.data),
    }


@pages.route("/identite", methods=["GET", "POST"])
@page_for(Role.STAFF)
def identity() -> str | Response | tuple[str, int]:
    """Name, address, activity number, who signs, logo; each change is a version, papers keep theirs."""
    current, told = wiring().issuer_identity.read(token=token()), None
    form = IdentityForm(data=current)
    if form.validate_on_submit():
        try:
            wiring().issuer_identity.keep(_identity(form), token=token())
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["identity-kept"], "success")
            return redirect("/cap-metiers/identite")
    page = render_template("documents/identity.html", form=form, current=current, told=told)
    return page, CONFLICT if told else INVALID if form.errors else 200


@pages.get("/identite/logo")
@page_for(Role.STAFF)
def logo() -> Response:
    """The logo in force."""
    found = wiring().issuer_identity.logo(token=token())
    return send_file(BytesIO(found.body), mimetype="image/png")


@pages.get("/modeles")
@page_for(Role.STAFF)
def templates() -> str:
    """The template in force of each kind, with a specimen to ask for."""
    return render_template("documents/templates.html", templates=TEMPLATES, form=BundleForm(formdata=None))
