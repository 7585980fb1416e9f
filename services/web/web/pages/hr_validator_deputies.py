"""The referent names deputies for dated absences of HR validators."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import DateField, HiddenField, SelectField
from wtforms.validators import InputRequired

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.forms import PageForm, choices_of
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

pages = Blueprint("hr_validator_deputies", __name__, url_prefix="/structure/suppleances")


class DeputyForm(PageForm):
    """Who is absent, who decides instead, from when to when."""

    key = HiddenField(default=lambda: str(new_id()))
    absent = SelectField(validators=[InputRequired(labels.FORM_ERRORS["absent"])])
    deputy = SelectField(validators=[InputRequired(labels.FORM_ERRORS["deputy"])])
    first_day = DateField(validators=[InputRequired(labels.FORM_ERRORS["first-day"])])
    last_day = DateField(validators=[InputRequired(labels.FORM_ERRORS["last-day"])])


def _form(people: list[Json]) -> DeputyForm:
    form = DeputyForm()
    empty = {"": labels.decisions.CHOOSE}
    validators = {entry["account_id"]: entry["name"] for entry in people if Role.HR_VALIDATOR in entry["roles"]}
    form.absent.choices = choices_of(empty | validators)
    form.deputy.choices = choices_of(
        empty | {entry["account_id"]: entry["name"] for entry in people if entry["may_decide"]}
    )
    return form


def _page(form: DeputyForm, told: Told | None = None) -> str:
    deputies = wiring().hr_desk.deputies(token=token())
    return render_template("hr_validator/deputies.html", form=form, deputies=deputies, told=told)


@pages.route("", methods=["GET", "POST"])
@page_for(Role.REFERENT)
def mine() -> str | Response | tuple[str, int]:
    """Mandates in force or to come, and the form for a new one."""
    form = _form(wiring().hr_desk.people(token=token()))
    if request.method == "GET":
        return _page(form)
    if not form.validate_on_submit():
        return _page(form), 422
    mandate = {
        "absent_account_id": form.absent.data,
        "deputy_account_id": form.deputy.data,
        "first_day": form.first_day.data.isoformat(),
        "last_day": form.last_day.data.isoformat(),
    }
    try:
        wiring().hr_desk.name_deputy(mandate, token=token(), key=form.key.data)
    except Refused as refused:
        return _page(form, told=refusal(refused)), refused.status
    flash(labels.FLASHES["deputy-named"], "success")
    return redirect("/structure/suppleances")


@pages.post("/<uuid:deputy_id>/fin")
@page_for(Role.REFERENT)
def end(deputy_id: UUID) -> Response:
    """Take a mandate back."""
    wiring().hr_desk.end_deputy(deputy_id, token=token(), key=request.form.get("key", ""))
    flash(labels.FLASHES["deputy-ended"], "success")
    return redirect("/structure/suppleances")
