"""The sign-in page."""

from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import HashingBusy
from identity.domain.protocol import SecondFactorNeeded, SignedIn, SignInRefused
from identity.pages.destinations import Destination
from identity.pages.forms import SignInForm
from identity.pages.visits import agent, give_cookie, network_address, see_other, sign_in_token
from identity.usecases.sign_in import SignInAttempt, sign_in

blueprint = Blueprint("sign_in", __name__)
install_error_pages(blueprint)


@blueprint.get("/connexion")
@public
def show() -> Response:
    """The form; with the request of a client that waits, or without."""
    wanted = Destination.of(request.args)
    if wanted.is_broken:
        return make_response(render_template("identity/expired_request.html"), 400)
    form = SignInForm(formdata=None, sealed=wanted.sealed, page=wanted.page)
    form.email.data = wanted.waiting.parameters.get("login_hint", "") if wanted.waiting else ""
    return sign_in_page(form, wanted, status=200)


@blueprint.post("/connexion")
@public
def submit() -> Response:
    """Look at what was typed."""
    form, wanted = SignInForm(), Destination.of(request.form)
    if wanted.is_broken:
        return make_response(render_template("identity/expired_request.html"), 400)
    if not form.validate():
        return sign_in_page(form, wanted, status=422)
    attempt = SignInAttempt(
        unverified_email=form.email.data,
        unverified_password=form.password.data,
        address=network_address(),
        earlier_token=sign_in_token(),
        agent=agent(),
    )
    try:
        outcome = sign_in(attempt, now=now())
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return sign_in_page(form, wanted, status=503)
    if isinstance(outcome, SignedIn):
        return signed_in(outcome, wanted)
    return _half(outcome, wanted) if isinstance(outcome, SecondFactorNeeded) else _refused(outcome, wanted, form)


def _refused(outcome: SignInRefused, wanted: Destination, form: SignInForm) -> Response:
    if outcome.until is None:
        form.form_errors.append(labels.SIGN_IN_REFUSED)
        return sign_in_page(form, wanted, status=401)
    form.form_errors.append(labels.sign_in_closed(outcome.until - now()))
    return wait(sign_in_page(form, wanted, status=429), outcome.until)


def wait(response: Response, until: datetime) -> Response:
    """Say in a header, too, how long nothing is looked at."""
    response.headers["Retry-After"] = str(max(1, int((until - now()).total_seconds())))
    return response


def _half(outcome: SecondFactorNeeded, wanted: Destination) -> Response:
    """On to the second factor; what the browser had before is dropped here as well (session fixation)."""
    session.clear()
    session["half_signed_in"] = outcome.pending
    step = "second_factor.enrol" if outcome.must_enrol else "second_factor.ask"
    return see_other(url_for(step, **wanted.query()))


def signed_in(outcome: SignedIn, wanted: Destination) -> Response:
    """Whatever the browser had before, form cookie included, is replaced (session fixation)."""
    session.clear()
    return give_cookie(see_other(wanted.address()), outcome)


def sign_in_page(form: SignInForm, wanted: Destination, *, status: int) -> Response:
    """The page, with what went wrong in the form."""
    wanted.allow()
    return make_response(render_template("identity/sign_in.html", form=form), status)
