"""The request form: recap, organisation with its verdict, motivation, ticks, and the way that follows."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template
from werkzeug.wrappers import Response
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from chassis.ids import new_id
from chassis.principal import Role
from web import labels
from web.clients.enrolment import NewRequest
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import page_for, token
from web.pages.actions import is_to_come
from web.pages.forms import PageForm
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

LONGEST_MOTIVATION = 5_000
CONFLICT, INVALID = 409, 422
pages = Blueprint("enrolment_form", __name__)


class RequestForm(PageForm):
    """What the person fills in; `key` makes a form that is sent twice count once."""

    organisation_id = RadioField(validators=[InputRequired(labels.FORM_ERRORS["organisation"])])
    motivation = TextAreaField(
        validators=[
            InputRequired(labels.FORM_ERRORS["motivation"]),
            Length(
                max=LONGEST_MOTIVATION, message=labels.FORM_ERRORS["motivation-length"].format(max=LONGEST_MOTIVATION)
            ),
        ]
    )
    prerequisites_met = BooleanField(validators=[InputRequired(labels.FORM_ERRORS["prerequisites"])])
    available_on_all_slots = BooleanField(validators=[InputRequired(labels.FORM_ERRORS["availability"])])
    information_read = BooleanField(validators=[InputRequired(labels.FORM_ERRORS["information"])])
    key = HiddenField(default=lambda: str(new_id()))


def _session_of(action: Json, training_session_id: UUID) -> Json | None:
    """The session among those to come; None where it is over or cancelled, perhaps since the form was opened."""
    for entry in action["sessions"]:
        if entry["training_session_id"] == str(training_session_id) and is_to_come(entry):
            found: Json = entry
            return found
    return None


def _form(verdicts: list[Json]) -> RequestForm:
    form = RequestForm()
    # Whoever sends the form is answered by enrolment, which knows a form that was sent before; the page offers less.
    form.organisation_id.choices = [(entry["organisation_id"], entry["organisation_name"]) for entry in verdicts]
    open_to = [entry for entry in verdicts if entry["may_request"]]
    if len(open_to) == 1 and not form.organisation_id.data:
        form.organisation_id.data = open_to[0]["organisation_id"]
    return form


def _send(form: RequestForm, training_session_id: UUID) -> Json:
    new = NewRequest(
        training_session_id=training_session_id,
        organisation_id=UUID(form.organisation_id.data),
        motivation=form.motivation.data.strip(),
        prerequisites_met=form.prerequisites_met.data,
        available_on_all_slots=form.available_on_all_slots.data,
        information_read=form.information_read.data,
    )
    return wiring().enrolments.request(new, token=token(), key=form.key.data)


@pages.route(
    "/actions/<uuid:training_action_id>/sessions/<uuid:training_session_id>/inscription", methods=["GET", "POST"]
)
@page_for(Role.BENEFICIARY)
def ask(training_action_id: UUID, training_session_id: UUID) -> str | Response | tuple[str, int]:
    """The form, and its sending; a refusal is told above it, and what was typed stays, too late or not."""
    action = wiring().catalogue.training_action(training_action_id)
    chosen = _session_of(action, training_session_id)
    verdicts = wiring().enrolments.verdicts(training_session_id, token=token())
    if chosen is None and any(entry["may_request"] for entry in verdicts):
        abort(404)
    form = _form(verdicts)
    told: Told | None = None
    if form.validate_on_submit():
        try:
            made = _send(form, training_session_id)
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["requested"], "success")
            return redirect(f"/mon-espace/demandes/{made['enrolment_id']}?envoyee=1")
    page = render_template(
        "actions/request.html", action=action, chosen=chosen, verdicts=verdicts, form=form, told=told
    )
    status = CONFLICT if told else INVALID if form.errors else 200
    return page, status
