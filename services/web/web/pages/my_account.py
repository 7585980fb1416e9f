"""« Mes informations »: the profile and its correction, where one is signed in, one's data to take along."""

from uuid import UUID

import orjson
from flask import Blueprint, Response, flash, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse
from wtforms import RadioField, SelectChoice, StringField, TelField
from wtforms.validators import InputRequired, Length, Optional

from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import recognised, signed_in, token
from web.pages.formats import phone, today
from web.pages.forms import PageForm
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring
from web.usecases.gather_my_data import Holders, gather_my_data

LONGEST_NAME, LONGEST_PHONE = 100, 30
INFORMATION, SIGN_INS = "/mon-espace/informations", "/mon-espace/connexions"
_LENGTH = Length(max=LONGEST_NAME, message=labels.FORM_ERRORS["name-length"])
_PHONE = (Optional(), Length(max=LONGEST_PHONE, message=labels.FORM_ERRORS["phone-length"]))
pages = Blueprint("my_account", __name__)


class ProfileForm(PageForm):
    """What a person corrects alone, in the order of the account form."""

    civility = RadioField(
        choices=[SelectChoice(value=value, label=label) for value, label in labels.people.CIVILITIES.items()],
        validate_choice=False,
        validators=[Optional()],
    )
    family_name = StringField(validators=[InputRequired(labels.FORM_ERRORS["family-name"]), _LENGTH])
    given_name = StringField(validators=[InputRequired(labels.FORM_ERRORS["given-name"]), _LENGTH])
    job_title = StringField(validators=[Optional(), _LENGTH])
    phone = TelField(validators=_PHONE)
    mobile_phone = TelField(validators=_PHONE)

    def profile(self) -> dict[str, str | None]:
        """As the API wants it: what is empty is null."""
        return {field.name: (field.data or "").strip() or None for field in self if field.name != "csrf_token"}


@pages.get(INFORMATION)
@signed_in
def information() -> str:
    """The account as identity holds it, and what can be done with it."""
    return render_template("my_account/information.html", me=wiring().accounts.me(token=token()))


@pages.route(f"{INFORMATION}/modifier", methods=["GET", "POST"])
@signed_in
def correct() -> str | AnyResponse | tuple[str, int]:
    """Bad input loses nothing."""
    me = wiring().accounts.me(token=token())
    phones = {name: phone(me[name] or "") for name in ("phone", "mobile_phone")}
    form, told = ProfileForm(data={**me, **phones}), None
    if form.validate_on_submit():
        told = _corrected(form)
        if told is None:
            flash(labels.FLASHES["profile-kept"], "success")
            return redirect(INFORMATION)
    page = render_template("my_account/correct.html", form=form, me=me, told=told)
    return page, 422 if told or form.errors else 200


def _corrected(form: ProfileForm) -> Told | None:
    try:
        wiring().accounts.correct(form.profile(), token=token())
    except Refused as refused:
        return refusal(refused)
    return None


def _this_one() -> str:
    """The sign-in of this browser, as identity names it."""
    found = recognised()
    return (found.provider_sign_in or "") if found else ""


def _shown(one: Json) -> Json:
    names = {
        "browser": labels.accounts.browser_named(one["agent"]),
        "proofs": labels.accounts.methods_named(one["methods"]),
        "is_here": one["sign_in_id"] == _this_one(),
    }
    return {**one, **names}


@pages.get(SIGN_INS)
@signed_in
def sign_ins() -> str:
    """This browser first, then the newest."""
    found = [_shown(one) for one in wiring().accounts.sign_ins(token=token())]
    return render_template("my_account/sign_ins.html", sign_ins=sorted(found, key=lambda one: not one["is_here"]))


@pages.post(f"{SIGN_INS}/<uuid:sign_in_id>/fin")
@signed_in
def end_sign_in(sign_in_id: UUID) -> AnyResponse:
    """That browser is signed out; this one is by « Se déconnecter »."""
    if str(sign_in_id) != _this_one():
        wiring().accounts.end_sign_in(sign_in_id, token=token())
        flash(labels.FLASHES["sign-in-ended"], "success")
    return redirect(SIGN_INS)


@pages.post(f"{SIGN_INS}/fin-des-autres")
@signed_in
def end_other_sign_ins() -> AnyResponse:
    """Every browser but this one is signed out."""
    wiring().accounts.end_other_sign_ins(_this_one(), token=token())
    flash(labels.FLASHES["sign-ins-ended"], "success")
    return redirect(SIGN_INS)


@pages.get("/mon-espace/mes-donnees.json")
@signed_in
def my_data() -> Response:
    """Everything that is held about the person, by every service, as one file."""
    site = wiring()
    holders = Holders(
        accounts=site.accounts,
        catalogue=site.catalogue,
        enrolments=site.enrolments,
        follow_up=site.follow_up,
        documents=site.documents,
        badges=site.badges,
        messages=site.messages,
    )
    answer = make_response(orjson.dumps(gather_my_data(holders, token()), option=orjson.OPT_INDENT_2))
    answer.headers["Content-Type"] = "application/json; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="parcourspro-mes-donnees-{today():%Y-%m-%d}.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
