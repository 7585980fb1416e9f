"""The second factor: asked for at the sign-in, set up by staff at their first, and looked after by everybody."""

from typing import Any

import segno
from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import SecondFactorHeld, SecondFactorRequired
from identity.domain.protocol import SignedIn
from identity.domain.rights import Actor
from identity.pages.account_forms import CodeForm, FactorForm
from identity.pages.destinations import Destination
from identity.pages.own_account import information_page, mine, password_fault, signed_in
from identity.pages.passkey_forms import PasskeysForm
from identity.pages.sign_in import signed_in as let_in
from identity.pages.sign_in import wait
from identity.pages.visits import agent, give_cookie, network_address, see_other, sign_in_token
from identity.usecases.complete_sign_in import CodeAttempt, complete_sign_in, confirm_code
from identity.usecases.enrol_at_sign_in import begin_at_sign_in, enrol_at_sign_in
from identity.usecases.remove_second_factor import clear_second_factor, remove_second_factor
from identity.usecases.set_up_second_factor import (
    NewFactor,
    begin_second_factor,
    confirm_second_factor,
    renew_recovery_codes,
)
from identity.usecases.tell_second_factor import tell_proofs, tell_second_factor

blueprint = Blueprint("second_factor", __name__)
install_error_pages(blueprint)
_QR_SCALE = 5


def _attempt(form: CodeForm) -> CodeAttempt:
    return CodeAttempt(
        pending=session.get("half_signed_in", ""),
        unverified_code=form.code.data or "",
        address=network_address(),
        earlier_token=sign_in_token(),
        agent=agent(),
    )


def again(wanted: Destination) -> Response:
    """The password was proved too long ago: back to the sign-in page."""
    session.pop("half_signed_in", None)
    return see_other(url_for("sign_in.show", **wanted.query()))


@blueprint.get("/connexion/code")
@public
def ask() -> Response:
    """The code, after the password."""
    wanted = Destination.of(request.args)
    if "half_signed_in" not in session:
        return again(wanted)
    return code_page(CodeForm(formdata=None), wanted, status=200)


@blueprint.post("/connexion/code")
@public
def answer() -> Response:
    """Look at the code."""
    form, wanted = CodeForm(), Destination.of(request.args)
    if not form.validate():
        return code_page(form, wanted, status=422)
    outcome = complete_sign_in(_attempt(form), now=now())
    if outcome is None:
        return again(wanted)
    if isinstance(outcome, SignedIn):
        return let_in(outcome, wanted)
    if outcome.until is not None:
        form.form_errors.append(labels.sign_in_closed(outcome.until - now()))
        return wait(code_page(form, wanted, status=429), outcome.until)
    form.code.errors = [labels.CODE_WRONG]
    return code_page(form, wanted, status=422)


def code_page(form: CodeForm, wanted: Destination, *, status: int) -> Response:
    """The page that asks for a code, or a passkey where the account has one."""
    wanted.allow()
    with transaction() as session_:
        proofs = tell_proofs(session_, session.get("half_signed_in", ""), now=now())
    page = render_template("identity/second_factor/ask.html", form=form, proofs=proofs, query=wanted.query())
    return make_response(page, status)


@blueprint.get("/connexion/second-facteur")
@public
def enrol() -> Response:
    """Staff without a second factor set one up before they are let in."""
    wanted = Destination.of(request.args)
    with transaction() as session_:
        new = begin_at_sign_in(session_, session.get("half_signed_in", ""), now=now())
    if new is None:
        return again(wanted)
    return _set_up_page(CodeForm(formdata=None), new, status=200, query=wanted.query())


@blueprint.post("/connexion/second-facteur")
@public
def enrol_with_code() -> Response:
    """The first code: the factor is in force, the person is signed in, the recovery codes are shown once."""
    form, wanted = CodeForm(), Destination.of(request.args)
    outcome = enrol_at_sign_in(_attempt(form), now=now()) if form.validate() else None
    if outcome is not None:
        session.clear()
        return give_cookie(codes_page(outcome.recovery_codes, onward=wanted.address()), outcome.signed_in)
    with transaction() as session_:
        new = begin_at_sign_in(session_, session.get("half_signed_in", ""), now=now())
    if new is None:
        return again(wanted)
    if not form.errors:
        form.code.errors = [labels.CODE_WRONG]
    return _set_up_page(form, new, status=422, query=wanted.query())


def _set_up_page(form: CodeForm, new: NewFactor, *, status: int, query: dict[str, Any] | None = None) -> Response:
    """`query` is there at the sign-in only."""
    picture = segno.make(new.uri, error="m").svg_data_uri(scale=_QR_SCALE, border=2, light="white")
    groups = [new.secret[at : at + 4] for at in range(0, len(new.secret), 4)]
    page = render_template(
        "identity/second_factor/set_up.html",
        form=form,
        picture=picture,
        secret=" ".join(groups),
        query=query,
        back=information_page(),
    )
    return make_response(page, status)


def codes_page(codes: list[str], *, onward: str) -> Response:
    """Recovery codes, shown once."""
    return make_response(render_template("identity/second_factor/codes.html", codes=codes, onward=onward))


@blueprint.get("/compte/second-facteur")
@signed_in("second-factor")
def manage() -> Response:
    """In force or not, and what can be done."""
    return _manage_page(FactorForm(formdata=None), status=200)


def _manage_page(form: FactorForm, *, status: int) -> Response:
    with transaction() as session_:
        state = tell_second_factor(session_, mine().account.id)
    page = render_template("identity/second_factor/manage.html", form=form, state=state, back=information_page())
    return make_response(page, status)


@blueprint.post("/compte/second-facteur")
@signed_in("second-factor")
def change() -> Response:
    """One form and a button for each wish; the password comes first, and a code of the factor that is there."""
    form, wish = FactorForm(), request.form.get("wish")
    status = 422 if not form.validate() else password_fault(form) or (code_fault(form) if wish != "set-up" else None)
    if status:
        return _manage_page(form, status=status)
    if wish == "renew":
        return _renewed()
    if wish == "replace":
        with transaction() as session_:
            clear_second_factor(session_, mine().account.id, now=now())
    if wish in ("set-up", "replace"):
        session["may_set_up"] = True
        return see_other(url_for("second_factor.set_up"))
    return _removed(form)


def code_fault(form: FactorForm | PasskeysForm) -> int | None:
    """Look at the code of a form; the status of the answer where it is not right, with the fault in the form."""
    refused = confirm_code(mine().account.id, form.code.data or "", address=network_address(), now=now())
    if refused is None:
        return None
    if refused.until is not None:
        form.form_errors.append(labels.sign_in_closed(refused.until - now()))
        return 429
    form.code.errors = [labels.CODE_WRONG]
    return 422


def _renewed() -> Response:
    with transaction() as session_:
        codes = renew_recovery_codes(session_, mine().account.id, now=now())
    return codes_page(codes, onward=information_page())


def _removed(form: FactorForm) -> Response:
    account_id = mine().account.id
    try:
        with transaction() as session_:
            remove_second_factor(session_, account_id, by=Actor(account_id=account_id, role=None), now=now())
    except SecondFactorRequired as refusal:
        form.form_errors.append(labels.SECOND_FACTOR_KEPT)
        return _manage_page(form, status=refusal.status)
    session["measure"] = "second-factor-removed"
    return see_other(url_for("my_account.done"))


@blueprint.get("/compte/second-facteur/installation")
@signed_in("second-factor")
def set_up() -> Response:
    """The QR code, for whoever has just given the password."""
    return _begun(CodeForm(formdata=None), status=200)


@blueprint.post("/compte/second-facteur/installation")
@signed_in("second-factor")
def set_up_with_code() -> Response:
    """The first code puts it in force."""
    form = CodeForm()
    if not session.get("may_set_up") or not form.validate():
        return _begun(form, status=422)
    with transaction() as session_:
        codes = confirm_second_factor(session_, mine().account.id, unverified_code=form.code.data, now=now())
    if codes is None:
        form.code.errors = [labels.CODE_WRONG]
        return _begun(form, status=422)
    session.pop("may_set_up")
    return codes_page(codes, onward=information_page())


def _begun(form: CodeForm, *, status: int) -> Response:
    if not session.get("may_set_up"):
        return see_other(url_for("second_factor.manage"))
    try:
        with transaction() as session_:
            new = begin_second_factor(session_, mine().account.id, now=now())
    except SecondFactorHeld:
        return see_other(url_for("second_factor.manage"))
    return _set_up_page(form, new, status=status)
