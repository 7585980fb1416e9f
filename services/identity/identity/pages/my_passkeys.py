"""One's passkeys: seen, added, removed, asked for after the password; with the password asked for again."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.clock import now
from chassis.database import transaction
from chassis.errors import NotFound
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import PasskeyMissing, PasskeyRefused, SecondFactorRequired, TooManyPasskeys
from identity.pages.own_account import information_page, mine, password_fault, signed_in
from identity.pages.passkey_forms import NewPasskeyForm, PasskeysForm
from identity.pages.passkey_sign_in import QUESTION, options_page, party
from identity.pages.second_factor import code_fault, codes_page
from identity.pages.visits import see_other
from identity.usecases.add_passkey import PasskeyWish, add_passkey, ask_for_new_passkey
from identity.usecases.demand_passkey import demand_passkey, demand_passkey_no_more
from identity.usecases.remove_passkey import remove_passkey
from identity.usecases.set_up_second_factor import renew_recovery_codes
from identity.usecases.tell_passkeys import PasskeyState, tell_passkeys

blueprint = Blueprint("my_passkeys", __name__)
install_error_pages(blueprint)


@blueprint.get("/compte/cles-d-acces")
@signed_in("passkeys")
def manage() -> Response:
    """Which keys there are, and what can be done."""
    return _manage_page(PasskeysForm(formdata=None), _state(), status=200)


def _state() -> PasskeyState:
    with transaction() as session_:
        return tell_passkeys(session_, mine().account.id)


def _manage_page(form: PasskeysForm, state: PasskeyState, *, status: int) -> Response:
    page = render_template("identity/passkeys/manage.html", form=form, state=state, back=information_page())
    return make_response(page, status)


@blueprint.post("/compte/cles-d-acces")
@signed_in("passkeys")
def change() -> Response:
    """One form and a button for each wish; the password comes first, and a code where the sign-in asks for one."""
    form, state, wish = PasskeysForm(), _state(), request.form.get("wish", "")
    status = 422 if not form.validate() else password_fault(form) or (code_fault(form) if state.has_code else None)
    if status:
        return _manage_page(form, state, status=status)
    if wish == "add":
        session["may_add_passkey"] = True
        return see_other(url_for("my_passkeys.new"))
    if wish == "demand":
        return _demanded(form)
    if wish == "demand-no-more":
        with transaction() as session_:
            demand_passkey_no_more(session_, mine().account.id, now=now())
        return _done("passkey-demanded-no-more")
    if wish == "renew":
        with transaction() as session_:
            codes = renew_recovery_codes(session_, mine().account.id, now=now())
        return codes_page(codes, onward=information_page())
    return _removed(form, wish.removeprefix("remove:"))


def _done(measure: str) -> Response:
    session["measure"] = measure
    return see_other(url_for("my_account.done"))


def _demanded(form: PasskeysForm) -> Response:
    try:
        with transaction() as session_:
            codes = demand_passkey(session_, mine().account.id, now=now())
    except PasskeyMissing as refusal:
        form.form_errors.append(labels.PASSKEY_MISSING)
        return _manage_page(form, _state(), status=refusal.status)
    return codes_page(codes, onward=information_page()) if codes else _done("passkey-demanded")


def _removed(form: PasskeysForm, unverified_id: str) -> Response:
    try:
        passkey_id = UUID(unverified_id)
        with transaction() as session_:
            remove_passkey(session_, mine().account.id, passkey_id=passkey_id, now=now())
    except SecondFactorRequired as refusal:
        form.form_errors.append(labels.SECOND_FACTOR_KEPT)
        return _manage_page(form, _state(), status=refusal.status)
    except (NotFound, ValueError):
        form.form_errors.append(labels.PASSKEY_GONE)
        return _manage_page(form, _state(), status=404)
    return _done("passkey-removed")


@blueprint.get("/compte/cles-d-acces/ajout")
@signed_in("passkeys")
def new() -> Response:
    """The name and the button, for whoever has just given the password."""
    return _new_page(NewPasskeyForm(formdata=None), status=200)


def _new_page(form: NewPasskeyForm, *, status: int) -> Response:
    if not session.get("may_add_passkey"):
        return see_other(url_for("my_passkeys.manage"))
    page = render_template("identity/passkeys/new.html", form=form, back=information_page())
    return make_response(page, status)


@blueprint.post("/compte/cles-d-acces/ajout/options")
@signed_in("passkeys")
def ask() -> Response:
    """What the script asks of the device."""
    if not session.get("may_add_passkey"):
        return Response(status=403)
    with transaction() as session_:
        asked = ask_for_new_passkey(session_, mine().account.id, party=party(), now=now())
    return options_page(*asked)


@blueprint.post("/compte/cles-d-acces/ajout")
@signed_in("passkeys")
def add() -> Response:
    """Keep what the device made."""
    form = NewPasskeyForm()
    if not session.get("may_add_passkey") or not form.validate():
        return _new_page(form, status=422)
    wish = PasskeyWish(
        question=session.pop(QUESTION, ""), unverified_answer=form.answer.data, name=form.name.data.strip()
    )
    try:
        add_passkey(mine().account.id, wish, party=party(), now=now())
    except (PasskeyRefused, TooManyPasskeys) as refusal:
        form.form_errors.append(labels.PASSKEY_FAULTS[refusal.code].format_map(refusal.figures))
        return _new_page(form, status=refusal.status)
    session.pop("may_add_passkey")
    return _done("passkey-added")
