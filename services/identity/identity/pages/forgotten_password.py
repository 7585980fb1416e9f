"""« Mot de passe oublié ? »: a link by e-mail, then a new password."""

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import HashingBusy, InvalidEmail, PasswordRefused
from identity.pages.account_forms import EmailForm, NewPasswordForm
from identity.pages.sign_in import wait
from identity.pages.visits import network_address, see_other
from identity.usecases.ask_for_link import ask_for_new_password
from identity.usecases.choose_password import reset_password, show_forgotten_password

blueprint = Blueprint("forgotten_password", __name__)
install_error_pages(blueprint)


@blueprint.get("/mot-de-passe-oublie")
@public
def ask() -> Response:
    """For which address."""
    return _page(EmailForm(formdata=None), status=200)


@blueprint.post("/mot-de-passe-oublie")
@public
def send() -> Response:
    """The same answer, after the same work, whether the address has an account or not."""
    form = EmailForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        asked = ask_for_new_password(form.email.data, address=network_address(), now=now())
    except InvalidEmail:
        form.email.errors = [labels.EMAIL_INVALID]
        return _page(form, status=422)
    if asked.until is not None:
        form.form_errors.append(labels.asked_too_often(asked.until - now()))
        return wait(_page(form, status=429), asked.until)
    session["asked_for"] = form.email.data
    return see_other(url_for("forgotten_password.sent"))


def _page(form: EmailForm, *, status: int) -> Response:
    waiting = request.args.get("waiting")
    return make_response(render_template("identity/password/forgotten.html", form=form, waiting=waiting), status)


@blueprint.get("/mot-de-passe-oublie/envoye")
@public
def sent() -> str:
    """What to do next."""
    return render_template("identity/password/sent.html", email=session.get("asked_for", ""))


def _token() -> str:
    return request.args.get("jeton", "")


@blueprint.get("/nouveau-mot-de-passe")
@public
def choose() -> Response:
    """Of the link in the e-mail; opening it uses nothing up."""
    return _choice(NewPasswordForm(formdata=None), status=200)


@blueprint.post("/nouveau-mot-de-passe")
@public
def keep() -> Response:
    """The new password; every sign-in of the account ends."""
    form = NewPasswordForm()
    if not form.validate():
        return _choice(form, status=422)
    try:
        is_done = reset_password(_token(), form.new_password.data, now=now())
    except PasswordRefused as refusal:
        form.new_password.errors = [labels.password_refused(refusal.figures)]
        return _choice(form, status=422)
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return _choice(form, status=503)
    if not is_done:
        return _dead()
    session.clear()
    return make_response(render_template("identity/password/done.html"))


def _choice(form: NewPasswordForm, *, status: int) -> Response:
    with transaction() as session_:
        found = show_forgotten_password(session_, _token(), now=now())
    if found is None:
        return _dead()
    page = render_template("identity/password/new.html", form=form, email=found.email, token=_token())
    return make_response(page, status)


def _dead() -> Response:
    return make_response(render_template("identity/password/dead.html"), 410)
