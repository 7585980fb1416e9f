"""The sign-in page."""

from flask import Blueprint, Response, current_app, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.theme import allow_form_target, install_error_pages
from identity import labels
from identity.domain.errors import HashingBusy
from identity.domain.protocol import SignedIn, SignInRefused
from identity.pages.forms import SignInForm
from identity.usecases.await_sign_in import WaitingRequest, take_up
from identity.usecases.sign_in import SignInAttempt, sign_in

blueprint = Blueprint("sign_in", __name__)
install_error_pages(blueprint)


@blueprint.get("/connexion")
@public
def show() -> Response:
    """The form; with the request of a client that waits, or without."""
    form = SignInForm(formdata=None, sealed=request.args.get("waiting", ""))
    waiting = take_up(form.sealed.data, now=now())
    if form.sealed.data and waiting is None:
        return make_response(render_template("identity/expired_request.html"), 400)
    form.email.data = waiting.parameters.get("login_hint", "") if waiting else ""
    return _page(form, waiting, status=200)


@blueprint.post("/connexion")
@public
def submit() -> Response:
    """Look at what was typed."""
    form = SignInForm()
    waiting = take_up(form.sealed.data or "", now=now())
    if form.sealed.data and waiting is None:
        return make_response(render_template("identity/expired_request.html"), 400)
    if not form.validate():
        return _page(form, waiting, status=422)
    attempt = SignInAttempt(
        unverified_email=form.email.data,
        unverified_password=form.password.data,
        address=request.remote_addr or "",
        earlier_token=request.cookies.get(current_app.config["SIGN_IN_COOKIE"], ""),
    )
    try:
        outcome = sign_in(attempt, now=now())
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return _page(form, waiting, status=503)
    return _signed_in(outcome, waiting, form) if isinstance(outcome, SignedIn) else _refused(outcome, waiting, form)


def _refused(outcome: SignInRefused, waiting: WaitingRequest | None, form: SignInForm) -> Response:
    if outcome.until is None:
        form.form_errors.append(labels.SIGN_IN_REFUSED)
        return _page(form, waiting, status=401)
    form.form_errors.append(labels.sign_in_closed(outcome.until - now()))
    response = _page(form, waiting, status=429)
    response.headers["Retry-After"] = str(max(1, int((outcome.until - now()).total_seconds())))
    return response


def _signed_in(outcome: SignedIn, waiting: WaitingRequest | None, form: SignInForm) -> Response:
    """Whatever the browser had before, form cookie included, is replaced (session fixation)."""
    session.clear()
    if waiting:
        target = url_for("authorize.resume", waiting=form.sealed.data)
    else:
        target = f"{current_app.config['PUBLIC_URL']}/connexion"
    response = Response(status=303, headers={"Location": target})
    config = current_app.config
    response.set_cookie(
        config["SIGN_IN_COOKIE"],
        outcome.token,
        path=config["COOKIE_PATH"],
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _page(form: SignInForm, waiting: WaitingRequest | None, *, status: int) -> Response:
    # Browsers hold redirects that follow a form to form-action: the client's address is where this one ends.
    allow_form_target(waiting.parameters["redirect_uri"] if waiting else current_app.config["PUBLIC_URL"])
    return make_response(render_template("identity/sign_in.html", form=form), status)
