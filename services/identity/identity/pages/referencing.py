"""« Ma structure n'est pas dans la liste », for whoever has no account yet; corrected by the link of a refusal."""

from uuid import UUID

from flask import Blueprint, Response, make_response, render_template, request, session, url_for

from chassis.auth import public
from chassis.clock import now
from chassis.database import transaction
from chassis.errors import DomainError, NotFound
from chassis.theme import install_error_pages
from identity import labels
from identity.domain.errors import IllegalMove, InvalidEmail, InvalidSiret, SiretTaken
from identity.domain.organisation_errors import InvalidActivityNumber, ReferencingExists
from identity.domain.organisations import Address
from identity.domain.referencings import ReferencedOrganisation, Referencing, ReferencingContact
from identity.pages.referencing_forms import OrganisationForm, ReferencingForm
from identity.pages.visits import see_other
from identity.usecases.request_referencing import (
    ReferencingWish,
    correct_referencing,
    find_refused,
    request_referencing,
)

blueprint = Blueprint("referencing", __name__)
install_error_pages(blueprint)
_FIELDS = {InvalidSiret: "siret", SiretTaken: "siret", InvalidActivityNumber: "activity_declaration_number"}


@blueprint.get("/referencement")
@public
def ask() -> Response:
    """The form."""
    return _form(ReferencingForm(formdata=None), status=200)


@blueprint.post("/referencement")
@public
def send() -> Response:
    """Staff will decide; nothing is sent to the address before they have."""
    form = ReferencingForm()
    if not form.validate():
        return _form(form, status=422)
    wish = ReferencingWish(organisation=_organisation(form), contact=_contact(form))
    try:
        with transaction() as session_:
            request_referencing(session_, wish, now=now())
    except DomainError as refusal:
        return _form(form, status=_tell(form, refusal))
    session["referencing_answer_to"] = form.email.data
    return see_other(url_for("referencing.sent"))


@blueprint.get("/referencement/envoyee")
@public
def sent() -> str:
    """What happens next."""
    return render_template("identity/referencing/sent.html", email=session.get("referencing_answer_to", ""))


@blueprint.get("/referencement/<uuid:referencing_id>")
@public
def correct(referencing_id: UUID) -> Response:
    """The form as it was refused, with the reason."""
    found = _refused(referencing_id)
    if found is None:
        return make_response(render_template("identity/referencing/over.html"), 410)
    return _form(OrganisationForm(formdata=None, obj=found), status=200, refused=found)


@blueprint.post("/referencement/<uuid:referencing_id>")
@public
def send_again(referencing_id: UUID) -> Response:
    """Corrected, the request waits again, and the link is used up."""
    found, form = _refused(referencing_id), OrganisationForm()
    if found is None:
        return make_response(render_template("identity/referencing/over.html"), 410)
    if not form.validate():
        return _form(form, status=422, refused=found)
    try:
        with transaction() as session_:
            correct_referencing(
                session_, referencing_id, organisation=_organisation(form), unverified_key=_key(), now=now()
            )
    except (NotFound, IllegalMove):
        return make_response(render_template("identity/referencing/over.html"), 410)
    except DomainError as refusal:
        return _form(form, status=_tell(form, refusal), refused=found)
    session["referencing_answer_to"] = (found.contact or {}).get("email", "")
    return see_other(url_for("referencing.sent"))


def _key() -> str:
    return request.args.get("cle", "")


def _refused(referencing_id: UUID) -> Referencing | None:
    try:
        with transaction() as session_:
            return find_refused(session_, referencing_id, unverified_key=_key())
    except NotFound:
        return None


def _organisation(form: OrganisationForm) -> ReferencedOrganisation:
    return ReferencedOrganisation(
        siret=form.siret.data,
        name=form.name.data,
        address=Address(
            street=(form.street.data or "").strip(), postcode=form.postcode.data, city=form.city.data.strip()
        ),
        activity_declaration_number=form.activity_declaration_number.data or None,
    )


def _contact(form: ReferencingForm) -> ReferencingContact:
    return ReferencingContact(
        civility=form.civility.data,
        given_name=form.given_name.data.strip(),
        family_name=form.family_name.data.strip(),
        email=form.email.data,
        job_title=(form.job_title.data or "").strip() or None,
        phone=(form.phone.data or "").strip() or None,
    )


def _tell(form: OrganisationForm, refusal: DomainError) -> int:
    """Put a refusal beside its field; the status of the answer."""
    if isinstance(refusal, ReferencingExists):
        form.form_errors.append(labels.REFERENCING_EXISTS)
        return refusal.status
    name = "email" if isinstance(refusal, InvalidEmail) else _FIELDS.get(type(refusal))
    if name is None:
        raise refusal
    form[name].errors = [labels.REFERENCING_FAULTS[refusal.code]]
    return refusal.status


def _form(form: OrganisationForm, *, status: int, refused: Referencing | None = None) -> Response:
    page = render_template("identity/referencing/form.html", form=form, refused=refused, key=_key())
    return make_response(page, status)
