"""Badges of the person, and files made on demand for whoever may ask."""

from io import BytesIO
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, Optional, Regexp

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import File
from web.domain.errors import Refused
from web.pages.access import page_for, signed_in, token
from web.pages.forms import PageForm
from web.pages.rendering import refusal
from web.pages.wiring import wiring

CONFLICT, INVALID = 409, 422
LONGEST_EVIDENCE, LONGEST_ADDRESS = 2_000, 500
FORMS = ("image.png", "image.svg", "credential.jwt", "credential.json")
KINDS = (
    "attendance_sheet", "person_documents", "session_documents", "passport", "employer_pack", "evidence_pack",
    "specimen",
)  # fmt: skip
SUBJECTS = ("account_id", "training_session_id", "training_action_id", "template")
pages = Blueprint("documents", __name__)


class BadgeForm(PageForm):
    """What supports the request; both may be left empty."""

    key = HiddenField(default=lambda: str(new_id()))
    evidence_url = StringField(
        validators=[
            Optional(),
            Length(max=LONGEST_ADDRESS, message=labels.FORM_ERRORS["evidence-url"]),
            Regexp(r"^https?://[^\s/]+\.[^\s]+$", message=labels.FORM_ERRORS["evidence-url"]),
        ]
    )
    evidence_text = TextAreaField(
        validators=[Length(max=LONGEST_EVIDENCE, message=labels.FORM_ERRORS["evidence-text"])]
    )


class BundleForm(PageForm):
    """A button that asks for a file; `key` makes a form that is sent twice count once."""

    key = HiddenField(default=lambda: str(new_id()))
    kind = HiddenField(validators=[AnyOf(KINDS)])


def sent(found: File, otherwise: str) -> Response:
    """A download, under the name that the service gives it."""
    name = found.name or otherwise
    return send_file(BytesIO(found.body), mimetype=found.media_type, as_attachment=True, download_name=name)


@pages.route("/mon-espace/demandes/<uuid:enrolment_id>/open-badge", methods=["GET", "POST"])
@page_for(Role.BENEFICIARY)
def ask_for_badge(enrolment_id: UUID) -> str | Response | tuple[str, int]:
    """« Demander un open badge », with evidence if the person has some."""
    form, told = BadgeForm(), None
    if form.validate_on_submit():
        wish = {
            "enrolment_id": str(enrolment_id),
            "evidence_url": (form.evidence_url.data or "").strip() or None,
            "evidence_text": (form.evidence_text.data or "").strip() or None,
        }
        try:
            wiring().badges.ask(wish, token=token(), key=form.key.data)
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["badge-requested"], "success")
            return redirect(f"/mon-espace/demandes/{enrolment_id}")
    page = render_template(
        "documents/ask_for_badge.html",
        enrolment=wiring().enrolments.one(enrolment_id, token=token()),
        form=form,
        told=told,
    )
    return page, CONFLICT if told else INVALID if form.errors else 200


@pages.get("/badges/<uuid:badge_id>/<name>")
@signed_in
def badge_file(badge_id: UUID, name: str) -> Response:
    """One form of a badge, for its person, the provider or staff."""
    if name not in FORMS:
        abort(404)
    return sent(wiring().badges.file(badge_id, name=name, token=token()), f"open-badge-{badge_id}")


@pages.get("/mes-fichiers")
@signed_in
def bundles() -> str:
    """Files asked for in the active role: those being made, those ready, those whose week is over."""
    found = wiring().bundles.newest(token=token())
    return render_template("documents/bundles.html", bundles=found, form=BundleForm(formdata=None))


@pages.post("/mes-fichiers")
@signed_in
def ask_for_bundle() -> Response:
    """Ask for a file, and show where it will be."""
    form = BundleForm()
    if not form.validate_on_submit():
        abort(400)
    wish: dict[str, Any] = {name: request.form[name] for name in SUBJECTS if request.form.get(name)}
    try:
        wiring().bundles.ask({"kind": form.kind.data, **wish}, token=token(), key=form.key.data)
    except Refused as refused:
        flash(refusal(refused).why, "danger")
    else:
        flash(labels.FLASHES["bundle-asked"], "success")
    return redirect("/mes-fichiers")


@pages.get("/mes-fichiers/<uuid:bundle_id>")
@signed_in
def bundle_file(bundle_id: UUID) -> Response:
    """The file itself."""
    return sent(wiring().bundles.file(bundle_id, token=token()), f"{bundle_id}.zip")
