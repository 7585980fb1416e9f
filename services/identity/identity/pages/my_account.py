"""Password, e-mail address and the end of one's account: with the password asked for again."""

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.emails import email_key
from identity.domain.errors import HashingBusy, InvalidEmail, LastReferent, PasswordRefused
from identity.domain.rights import Actor
from identity.pages.account_forms import ClosingForm, EmailChangeForm, PasswordChangeForm
from identity.pages.own_account import information_page, mine, password_fault, signed_in
from identity.pages.visits import network_address, see_other, take_cookie
from identity.usecases.anonymise_account import anonymise_account
from identity.usecases.ask_for_link import ask_for_new_email
from identity.usecases.change_email import change_email, show_new_email
from identity.usecases.choose_password import change_password
from identity.usecases.prove_address import LinkOutcome

blueprint = Blueprint("my_account", __name__)
install_error_pages(blueprint)


@blueprint.get("/compte/mot-de-passe")
@signed_in("password")
def password() -> str:
    """The form."""
    return render_template(
        "identity/mine/password.html", form=PasswordChangeForm(formdata=None), back=information_page()
    )


@blueprint.post("/compte/mot-de-passe")
@signed_in("password")
def keep_password() -> Response:
    """Every other sign-in ends."""
    form = PasswordChangeForm()
    status = 422 if not form.validate() else password_fault(form) or _changed(form)
    if status == 200:
        session["measure"] = "password"
        return see_other(url_for("my_account.done"))
    return make_response(render_template("identity/mine/password.html", form=form, back=information_page()), status)


def _changed(form: PasswordChangeForm) -> int:
    try:
        change_password(mine().account.id, form.new_password.data, keep_sign_in=mine().sign_in.id, now=now())
    except PasswordRefused as refusal:
        form.new_password.errors = [labels.password_refused(refusal.figures)]
        return 422
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return 503
    return 200


@blueprint.get("/compte/fait")
@signed_in("password")
def done() -> str:
    """What was done, said once."""
    measure = labels.MEASURES.get(session.pop("measure", ""), "")
    return render_template("identity/mine/done.html", measure=measure, back=information_page())


@blueprint.get("/compte/adresse")
@signed_in("email")
def email() -> str:
    """The form."""
    return _email_page(EmailChangeForm(formdata=None))


@blueprint.post("/compte/adresse")
@signed_in("email")
def ask_email() -> Response:
    """A link goes to the new address; until it is opened the old one stays."""
    form = EmailChangeForm()
    status = 422 if not form.validate() else password_fault(form) or _asked(form)
    if status != 200:
        return make_response(_email_page(form), status)
    session["asked_for"] = form.email.data
    return see_other(url_for("my_account.email_sent"))


def _asked(form: EmailChangeForm) -> int:
    if email_key(form.email.data) == mine().account.email:
        form.email.errors = [labels.SAME_EMAIL]
        return 422
    try:
        asked = ask_for_new_email(mine().account.id, form.email.data, address=network_address(), now=now())
    except InvalidEmail:
        form.email.errors = [labels.EMAIL_INVALID]
        return 422
    if asked.until is not None:
        form.form_errors.append(labels.asked_too_often(asked.until - now()))
        return 429
    return 200


def _email_page(form: EmailChangeForm) -> str:
    return render_template("identity/mine/email.html", form=form, email=mine().account.email, back=information_page())


@blueprint.get("/compte/adresse/envoye")
@signed_in("email")
def email_sent() -> str:
    """What to do next."""
    return render_template("identity/mine/email_sent.html", email=session.get("asked_for", ""), back=information_page())


@blueprint.get("/nouvelle-adresse")
@public
def new_email() -> Response:
    """Of the link in the e-mail; opening it uses nothing up."""
    token = request.args.get("jeton", "")
    with transaction() as session_:
        address = show_new_email(session_, token, now=now())
    outcome = "" if address else LinkOutcome.DEAD.value
    page = render_template("identity/mine/new_email.html", email=address, token=token, outcome=outcome)
    return make_response(page, 200 if address else 410)


@blueprint.post("/nouvelle-adresse")
@public
def keep_email() -> Response:
    """The new address signs in from now on."""
    with transaction() as session_:
        outcome = change_email(session_, request.args.get("jeton", ""), now=now())
    page = render_template("identity/mine/new_email.html", email=None, token="", outcome=outcome.value)
    return make_response(page, 200 if outcome is LinkOutcome.DONE else 410)


@blueprint.get("/compte/fermeture")
@signed_in("closing")
def closing() -> str:
    """What closing means, before it is done."""
    return render_template("identity/mine/closing.html", form=ClosingForm(formdata=None), back=information_page())


@blueprint.post("/compte/fermeture")
@signed_in("closing")
def close() -> Response:
    """The person is forgotten here and, by event, everywhere."""
    form = ClosingForm()
    status = 422 if not form.validate() else password_fault(form) or _closed(form)
    if status != 200:
        page = render_template("identity/mine/closing.html", form=form, back=information_page())
        return make_response(page, status)
    session.clear()
    return take_cookie(make_response(render_template("identity/mine/closed.html")))


def _closed(form: ClosingForm) -> int:
    account_id = mine().account.id
    try:
        with transaction() as session_:
            anonymise_account(session_, account_id, by=Actor(account_id=account_id, role=None), now=now())
    except LastReferent as refusal:
        form.form_errors.append(labels.LAST_REFERENT)
        return refusal.status
    return 200
