"""« Demande de création de compte »: the organisation first, then the person, then the proof of the address."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import PARIS, now
from chassis.database import transaction
from chassis.errors import DomainError, NotFound
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import (
    HashingBusy,
    InvalidEmail,
    InvalidPhone,
    InvalidSiret,
    OrganisationClosed,
    PasswordRefused,
    SearchTooShort,
)
from identity.domain.organisations import Organisation
from identity.domain.profiles import Civility, Profile
from identity.pages.account_forms import AccountForm, PasswordForm
from identity.pages.sign_in import wait
from identity.pages.visits import network_address, see_other
from identity.usecases.ask_for_link import AccountWish, ask_for_account
from identity.usecases.prove_address import LinkOutcome, Proof, prove_address, show_waiting_account
from identity.usecases.search_organisations import FoundPage, search_organisations
from identity.usecases.show_organisation import show_organisation

blueprint = Blueprint("account_request", __name__)
install_error_pages(blueprint)
_LONGEST_SEARCH = 200


@blueprint.get("/creer-un-compte")
@public
def organisation() -> Response:
    """Which organisation: by SIRET, or by name and city."""
    asked, fault, found = request.args.get("q", "")[:_LONGEST_SEARCH], None, None
    if "q" in request.args:
        try:
            found = _search(asked)
        except (InvalidSiret, SearchTooShort) as refusal:
            fault = labels.SEARCH_FAULTS[refusal.code]
    page = render_template("identity/account/organisation.html", asked=asked, found=found, fault=fault)
    return make_response(page, 422 if fault else 200)


def _search(asked: str) -> FoundPage:
    with transaction() as session_:
        return search_organisations(session_, asked, now=now())


def _is_absent(unverified_id: str) -> bool:
    """The person's organisation is not in the list: they ask for its referencing once they have an account."""
    return unverified_id == labels.NO_ORGANISATION


def _chosen(unverified_id: str) -> Organisation | None:
    """The organisation of the first step, None where there is none to be joined."""
    try:
        with transaction() as session_:
            return show_organisation(session_, UUID(unverified_id), day=now().astimezone(PARIS).date())
    except (ValueError, NotFound, OrganisationClosed):
        return None


@blueprint.get("/creer-un-compte/informations")
@public
def person() -> Response:
    """The form, for a chosen organisation or for none."""
    structure = request.args.get("structure", "")
    chosen = _chosen(structure)
    if chosen is None and not _is_absent(structure):
        return see_other(url_for("account_request.organisation"))
    return _form(AccountForm(formdata=None, organisation=structure), chosen, status=200)


@blueprint.post("/creer-un-compte/informations")
@public
def send() -> Response:
    """The same answer whether the address has an account already or not."""
    form = AccountForm()
    chosen = _chosen(form.organisation.data or "")
    if chosen is None and not _is_absent(form.organisation.data or ""):
        return see_other(url_for("account_request.organisation"))
    if not form.validate():
        return _form(form, chosen, status=422)
    try:
        asked = ask_for_account(_wish(form, chosen), address=network_address(), now=now())
    except DomainError as refusal:
        return _form(form, chosen, status=_tell(form, refusal))
    if asked.until is not None:
        form.form_errors.append(labels.asked_too_often(asked.until - now()))
        return wait(_form(form, chosen, status=429), asked.until)
    session["asked_for"] = form.email.data
    return see_other(url_for("account_request.sent"))


def _wish(form: AccountForm, chosen: Organisation | None) -> AccountWish:
    profile = Profile(
        civility=Civility(form.civility.data),
        given_name=form.given_name.data.strip(),
        family_name=form.family_name.data.strip(),
        job_title=form.job_title.data.strip() or None,
        phone=form.phone.data,
        mobile_phone=form.mobile_phone.data,
    )
    return AccountWish(
        email=form.email.data,
        password=form.password.data,
        profile=profile,
        organisation_id=chosen.id if chosen else None,
    )


def _tell(form: AccountForm, refusal: DomainError) -> int:
    """Put a refusal beside its field; the status of the answer."""
    if isinstance(refusal, PasswordRefused):
        form.password.errors = [labels.password_refused(refusal.figures)]
    elif isinstance(refusal, InvalidEmail):
        form.email.errors = [labels.EMAIL_INVALID]
    elif isinstance(refusal, InvalidPhone):
        form.phone.errors = [labels.PHONE_INVALID]
    elif isinstance(refusal, HashingBusy):
        form.form_errors.append(labels.SIGN_IN_BUSY)
    else:
        raise refusal
    return refusal.status


def _form(form: AccountForm, chosen: Organisation | None, *, status: int) -> Response:
    return make_response(render_template("identity/account/person.html", form=form, chosen=chosen), status)


@blueprint.get("/creer-un-compte/envoyee")
@public
def sent() -> str:
    """What to do next: open the e-mail."""
    return render_template("identity/account/sent.html", email=session.get("asked_for", ""))


@blueprint.get("/creer-un-compte/confirmation")
@public
def confirmation() -> Response:
    """Of the link in the e-mail; a mail scanner that opens it changes nothing."""
    return _confirmation(PasswordForm(formdata=None), status=200)


@blueprint.post("/creer-un-compte/confirmation")
@public
def confirm() -> Response:
    """The address is proved, by the one who chose the password."""
    form = PasswordForm()
    if not form.validate():
        return _confirmation(form, status=422)
    try:
        proof = prove_address(_token(), form.password.data, address=network_address(), now=now())
    except HashingBusy:
        form.form_errors.append(labels.SIGN_IN_BUSY)
        return _confirmation(form, status=503)
    if proof.outcome is LinkOutcome.WRONG_PASSWORD:
        return _wrong(form, proof)
    return make_response(render_template("identity/account/outcome.html", outcome=proof.outcome.value))


def _token() -> str:
    return request.args.get("jeton", "")


def _wrong(form: PasswordForm, proof: Proof) -> Response:
    if proof.until is None:
        form.password.errors = [labels.PASSWORD_WRONG]
        return _confirmation(form, status=422)
    form.form_errors.append(labels.sign_in_closed(proof.until - now()))
    return wait(_confirmation(form, status=429), proof.until)


def _confirmation(form: PasswordForm, *, status: int) -> Response:
    with transaction() as session_:
        waiting = show_waiting_account(session_, _token(), now=now())
    if waiting is None:
        return make_response(render_template("identity/account/outcome.html", outcome=LinkOutcome.DEAD.value), 410)
    page = render_template("identity/account/confirmation.html", form=form, waiting=waiting, token=_token())
    return make_response(page, status)
