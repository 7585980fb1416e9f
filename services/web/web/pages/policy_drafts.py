"""The policy editor: one draft, its dry run on requests of the past, its publication."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import BooleanField, DateField, Form, FormField, HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.formats import today
from web.pages.forms import PageForm, choices_of
from web.pages.my_space_requests import KeyForm, page_urls
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

CONFLICT, INVALID = 409, 422
PAGE = 20
WAVES = 6
LONGEST_NOTE = 1_000
_LEAST = {"offer_answer_hours": 1, "hr_reminder_days": 1, "hr_escalation_days": 1}
_MOST = {"offer_answer_hours": 720, "organisation_cap": 1_000, "member_only_quota": 100, "formation_quota": 100}
pages = Blueprint("policy_drafts", __name__, url_prefix="/reglement/brouillons")


def _number(name: str) -> IntegerField:
    least, most = _LEAST.get(name, 0), _MOST.get(name, 60)
    message = labels.FORM_ERRORS["number"].format(min=least, max=most)
    return IntegerField(validators=[InputRequired(message), NumberRange(least, most, message)])


class WaveForm(Form):  # type: ignore[misc]  # wtforms carries no types for us
    """One line of the waves; an empty one is none."""

    opens_on = DateField(validators=[Optional()])
    most_obtained = IntegerField(validators=[Optional(), NumberRange(0, 100, labels.FORM_ERRORS["wave"])])


class TermsForm(PageForm):
    """All terms of a draft; `version` is the one that was read."""

    version = HiddenField()
    effective_on = DateField(validators=[InputRequired(labels.FORM_ERRORS["effective-on"])])
    organisation_cap_scope = RadioField(choices=choices_of(labels.policies.SCOPES), validators=[InputRequired()])
    promotion_mode = RadioField(choices=choices_of(labels.policies.MODES), validators=[InputRequired()])
    late_withdrawal_uses_right = BooleanField()
    absence_uses_right = BooleanField()
    note = TextAreaField(validators=[Length(max=LONGEST_NOTE)])

    def waves(self) -> list[Any]:
        """The lines of the waves."""
        return [self[f"wave_{number}"] for number in range(WAVES)]

    def terms(self) -> Json:
        """As the API wants them."""
        plain = ("organisation_cap_scope", "promotion_mode", "late_withdrawal_uses_right", "absence_uses_right")
        waves = [
            {"opens_on": line.opens_on.data.isoformat(), "most_obtained": line.most_obtained.data}
            for line in self.waves()
            if line.opens_on.data
        ]
        return {
            **{name: self[name].data for name in (*labels.policies.NUMBERS, *plain)},
            "effective_on": self.effective_on.data.isoformat(),
            "note": (self.note.data or "").strip(),
            "waves": waves,
        }

    def check_waves(self) -> bool:
        """Whether each line has both or neither."""
        for line in self.waves():
            if (line.opens_on.data is None) != (line.most_obtained.data is None):
                line.form.opens_on.errors = [labels.FORM_ERRORS["wave"]]
                self.form_errors.append(labels.FORM_ERRORS["wave"])
                return False
        return True


for _name in labels.policies.NUMBERS:
    setattr(TermsForm, _name, _number(_name))
for _line in range(WAVES):
    setattr(TermsForm, f"wave_{_line}", FormField(WaveForm))


def _form_of(draft: Json) -> TermsForm:
    terms = draft["terms"]
    waves = {
        f"wave_{number}": {
            "opens_on": date.fromisoformat(wave["opens_on"]), "most_obtained": wave["most_obtained"],
        }
        for number, wave in enumerate(terms["waves"][:WAVES])
    }  # fmt: skip
    known = {**terms, **waves, "effective_on": date.fromisoformat(terms["effective_on"]), "version": draft["version"]}
    return TermsForm(data=known) if request.method == "GET" else TermsForm()


def _page(draft: Json, form: TermsForm, told: Told | None = None) -> str:
    rehearsal, found = draft["rehearsal"], None
    path = f"/reglement/brouillons/{draft['draft_id']}"
    if rehearsal and rehearsal["state"] == "done":
        query = {"limit": PAGE, "cursor": request.args.get("cursor")}
        found = wiring().policies.outcomes(UUID(draft["draft_id"]), query, token=token())
    urls = page_urls(path, {}, found["next_cursor"]) if found else {}
    return render_template(
        "policies/draft.html",
        draft=draft,
        form=form,
        told=told,
        found=found,
        urls=urls,
        last_year=today().year - 1,
        is_under_way=bool(rehearsal) and rehearsal["state"] != "done",
    )


@pages.route("/<uuid:draft_id>", methods=["GET", "POST"])
@page_for(Role.STAFF)
def edit(draft_id: UUID) -> str | Response | tuple[str, int]:
    """The terms, and what the dry run found."""
    draft = wiring().policies.draft(draft_id, token=token())
    form = _form_of(draft)
    if request.method == "GET":
        return _page(draft, form)
    if not form.validate_on_submit() or not form.check_waves():
        return _page(draft, form), INVALID
    try:
        wiring().policies.edit(draft_id, form.terms(), version=int(form.version.data or 0), token=token())
    except Refused as refused:
        _tell_faults(form, refused)
        return _page(draft, form, refusal(refused)), CONFLICT
    flash(labels.FLASHES["draft-kept"], "success")
    return redirect(f"/reglement/brouillons/{draft_id}")


def _tell_faults(form: TermsForm, refused: Refused) -> None:
    """What the service finds wrong stands at its field; faults of the waves above the form."""
    for fault in refused.figures.get("faults", []):
        message = labels.policies.FAULTS.get(fault["fault"], labels.PROBLEMS["refused"])
        if fault["field"] in labels.policies.NUMBERS:
            form[fault["field"]].errors = [message]
        else:
            form.form_errors.append(message)


class RehearsalForm(KeyForm):
    """The requests of which year to replay."""

    year = IntegerField(
        validators=[
            InputRequired(labels.FORM_ERRORS["rehearsed-year"]),
            NumberRange(2000, 2100, labels.FORM_ERRORS["rehearsed-year"]),
        ]
    )


@pages.post("/<uuid:draft_id>/essai")
@page_for(Role.STAFF)
def rehearse(draft_id: UUID) -> Response:
    """Replay a year of requests under the draft; the page shows how far it has come."""
    form = RehearsalForm()
    if form.validate_on_submit():
        wiring().policies.rehearse(draft_id, year=form.year.data, token=token(), key=form.key.data)
        flash(labels.FLASHES["draft-rehearsed"], "success")
    else:
        flash(labels.FORM_ERRORS["rehearsed-year"], "danger")
    return redirect(f"/reglement/brouillons/{draft_id}")


@pages.route("/<uuid:draft_id>/publication", methods=["GET", "POST"])
@page_for(Role.STAFF)
def publish(draft_id: UUID) -> str | Response | tuple[str, int]:
    """What will come into force is read before it is confirmed."""
    draft = wiring().policies.draft(draft_id, token=token())
    form, told = KeyForm(), None
    if form.validate_on_submit():
        try:
            made = wiring().policies.publish(draft_id, token=token(), key=form.key.data)
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["draft-published"].format(version=made["version"]), "success")
            return redirect("/reglement")
    current = wiring().policies.in_force()
    page = render_template("policies/publish.html", draft=draft, current=current, told=told)
    return page, CONFLICT if told else 200


@pages.post("/<uuid:draft_id>/suppression")
@page_for(Role.STAFF)
def discard(draft_id: UUID) -> Response:
    """The draft goes."""
    if KeyForm().validate_on_submit():
        wiring().policies.discard(draft_id, token=token())
        flash(labels.FLASHES["draft-discarded"], "success")
    return redirect("/reglement")
