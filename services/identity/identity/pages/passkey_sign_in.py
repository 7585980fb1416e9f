"""Signing in with a passkey: without a password, or after it instead of a code."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request, session

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.passkeys import RelyingParty
from identity.domain.protocol import SignedIn, SignInRefused
from identity.pages.account_forms import CodeForm
from identity.pages.destinations import Destination
from identity.pages.forms import SignInForm
from identity.pages.passkey_forms import PasskeyForm, PasskeySignInForm
from identity.pages.second_factor import again, code_page
from identity.pages.sign_in import sign_in_page, signed_in, wait
from identity.pages.visits import agent, network_address, sign_in_token
from identity.usecases.await_passkey import Question
from identity.usecases.complete_with_passkey import ask_for_passkey_after_password, complete_with_passkey
from identity.usecases.prove_passkey import PasskeyAttempt
from identity.usecases.sign_in_with_passkey import ask_for_passkey, sign_in_with_passkey

blueprint = Blueprint("passkey_sign_in", __name__)
install_error_pages(blueprint)
QUESTION = "passkey_question"


def party() -> RelyingParty:
    """Us, by the settings."""
    return RelyingParty.of(current_app.config["ISSUER"])


def options_page(question: Question, options: dict[str, object]) -> Response:
    """The options for the script; the question stays with this browser."""
    session[QUESTION] = question.sealed
    response = jsonify(options)
    response.headers["Cache-Control"] = "no-store"
    return response


def _attempt(form: PasskeyForm) -> PasskeyAttempt:
    return PasskeyAttempt(
        question=session.pop(QUESTION, ""),
        unverified_answer=form.answer.data or "",
        party=party(),
        address=network_address(),
        earlier_token=sign_in_token(),
        agent=agent(),
    )


@blueprint.post("/connexion/cle-d-acces/options")
@public
def ask() -> Response:
    """What the script asks of the device; names nobody."""
    return options_page(*ask_for_passkey(party(), now=now()))


@blueprint.post("/connexion/cle-d-acces")
@public
def submit() -> Response:
    """Look at what the device answered."""
    form, wanted = PasskeySignInForm(), Destination.of(request.form)
    if wanted.is_broken:
        return Response(render_template("identity/expired_request.html"), 400)
    outcome = sign_in_with_passkey(_attempt(form), now=now()) if form.validate() else SignInRefused()
    if isinstance(outcome, SignedIn):
        return signed_in(outcome, wanted)
    shown = SignInForm(formdata=None, sealed=wanted.sealed, page=wanted.page)
    if outcome.until is None:
        shown.form_errors.append(labels.PASSKEY_NOT_KNOWN)
        return sign_in_page(shown, wanted, status=401)
    shown.form_errors.append(labels.sign_in_closed(outcome.until - now()))
    return wait(sign_in_page(shown, wanted, status=429), outcome.until)


@blueprint.post("/connexion/code/cle-d-acces/options")
@public
def ask_after_password() -> Response:
    """The same for whoever gave the password: the keys of that account."""
    with transaction() as session_:
        asked = ask_for_passkey_after_password(session_, session.get("half_signed_in", ""), party=party(), now=now())
    return options_page(*asked) if asked else Response(status=403)


@blueprint.post("/connexion/code/cle-d-acces")
@public
def submit_after_password() -> Response:
    """Look at what the device answered, instead of a code."""
    form, wanted = PasskeyForm(), Destination.of(request.args)
    pending = session.get("half_signed_in", "")
    outcome = complete_with_passkey(_attempt(form), pending, now=now()) if form.validate() else SignInRefused()
    if outcome is None:
        return again(wanted)
    if isinstance(outcome, SignedIn):
        return signed_in(outcome, wanted)
    shown = CodeForm(formdata=None)
    if outcome.until is None:
        shown.form_errors.append(labels.PASSKEY_NOT_KNOWN)
        return code_page(shown, wanted, status=401)
    shown.form_errors.append(labels.sign_in_closed(outcome.until - now()))
    return wait(code_page(shown, wanted, status=429), outcome.until)
