"""The people of an organisation, for its referent and, in their stead, for staff: requests, roles, log of rights."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import page_for, signed_in_person, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import OrganisationPageForm, PlainForm, ReasonForm
from web.pages.wiring import wiring

PAGE = 20
GRANTABLE = {
    Role.REFERENT: ("hr_validator", "referent"),
    Role.STAFF: ("hr_validator", "referent", "training_provider"),
}
SORTS = {"nom": "name", "recent": "newest", "ancien": "oldest"}
pages = Blueprint("organisation_people", __name__)
Page = str | Response | tuple[str, int]


def acts_as_staff() -> bool:
    """Whether whoever looks stands in for the referents."""
    return signed_in_person().active_role is Role.STAFF


def own_organisation() -> UUID:
    """The organisation that the referent acts for."""
    active = signed_in_person().active
    if active is None or active.organisation_id is None:
        abort(403)
    return active.organisation_id


def name_of(person: Json) -> str:
    """« Alain Proviste »."""
    return f"{person['given_name']} {person['family_name']}"


def say(flash_key: str, **figures: object) -> None:
    """Tell what was done."""
    flash(labels.filled(labels.FLASHES[flash_key], **figures), "success")


def _list(
    path: str, template: str, *, of: UUID | None, criteria: dict[str, str], kept: dict[str, str], **more: Any
) -> str:
    query = {"organisation_id": of, "limit": PAGE, "cursor": request.args.get("cursor"), **criteria}
    found = wiring().organisations.page("affiliations", query, token=token())
    urls = page_urls(path, kept, found["next_cursor"])
    return render_template(template, people=found["items"], urls=urls, organisation_id=of, kept=kept, **more)


@pages.get("/structure/rattachements")
@page_for(Role.REFERENT)
def to_confirm() -> str:
    """Oldest first: whoever waits longest is seen first."""
    criteria = {"state": "requested", "sort": "oldest"}
    template, of = "organisations/to_confirm.html", own_organisation()
    return _list("/structure/rattachements", template, of=of, criteria=criteria, kept={})


@pages.get("/cap-metiers/rattachements")
@page_for(Role.STAFF)
def to_confirm_as_staff() -> str:
    """What waits where nobody is referent; all that waits, by filter."""
    is_all = request.args.get("voir") == "tous"
    criteria = {"state": "requested", "sort": "oldest"} | ({} if is_all else {"has_referent": "false"})
    kept = {"voir": "tous"} if is_all else {}
    template = "organisations/to_confirm.html"
    return _list("/cap-metiers/rattachements", template, of=None, criteria=criteria, kept=kept)


@pages.get("/structure/personnes")
@page_for(Role.REFERENT)
def people() -> str:
    """Members and their rights, sorted as asked."""
    return _people(own_organisation(), path="/structure/personnes")


@pages.get("/cap-metiers/structures/<uuid:organisation_id>/personnes")
@page_for(Role.STAFF)
def people_as_staff(organisation_id: UUID) -> str:
    """The same, for staff."""
    return _people(organisation_id, path=f"/cap-metiers/structures/{organisation_id}/personnes")


def _people(organisation_id: UUID, *, path: str) -> str:
    sort = request.args.get("tri", "nom")
    criteria = {"state": "confirmed", "sort": SORTS.get(sort, "name")}
    kept = {"tri": sort} if sort in SORTS and sort != "nom" else {}
    failing = _failing(organisation_id)
    template = "organisations/people.html"
    return _list(path, template, of=organisation_id, criteria=criteria, kept=kept, failing=failing)


def _failing(organisation_id: UUID) -> dict[str, str]:
    """Whose e-mails come back, since when, by account; nobody's where that cannot be read: the page goes on without."""
    try:
        return wiring().messages.failing_addresses(organisation_id, token=token())
    except (Refused, Unreachable):
        return {}


def _home(organisation_id: UUID) -> str:
    return f"/cap-metiers/structures/{organisation_id}/personnes" if acts_as_staff() else "/structure/personnes"


def _everybody(organisation_id: UUID, *, state: str) -> list[Json]:
    """Those of one organisation; organisations are small enough for one page of a hundred."""
    query = {"organisation_id": organisation_id, "state": state, "limit": 100}
    items: list[Json] = wiring().organisations.page("affiliations", query, token=token())["items"]
    return items


def _person(organisation_id: UUID, affiliation_id: UUID) -> tuple[Json, list[Json]]:
    """The person of an affiliation, and their colleagues.

    Aborts with 404 where it is neither confirmed nor asked for in this organisation.
    """
    for state in ("confirmed", "requested"):
        everybody = _everybody(organisation_id, state=state)
        for one in everybody:
            if one["affiliation_id"] == str(affiliation_id):
                return one, [other for other in everybody if other is not one]
    abort(404)


def _show(organisation_id: UUID, affiliation_id: UUID, *, form: OrganisationPageForm) -> Page:
    person, colleagues = _person(organisation_id, affiliation_id)
    grantable = GRANTABLE[Role.STAFF if acts_as_staff() else Role.REFERENT]
    page = render_template(
        "organisations/person.html",
        affiliated=person,
        colleagues=colleagues,
        grantable=grantable,
        form=form,
        path=f"/structure/{organisation_id}/personnes/{affiliation_id}",
        home=_home(organisation_id),
        failing=_failing(organisation_id),
    )
    return page, form.answer_status


@pages.get("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>")
@page_for(Role.REFERENT, Role.STAFF)
def show(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """One person: who they are, what they may do, what can be changed."""
    return _show(organisation_id, affiliation_id, form=ReasonForm(formdata=None))


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/confirmation")
@page_for(Role.REFERENT, Role.STAFF)
def confirm(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """They belong here."""
    person, _ = _person(organisation_id, affiliation_id)
    return _done(organisation_id, affiliation_id, person=person, form=PlainForm(), decision="confirmation")


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/refus")
@page_for(Role.REFERENT, Role.STAFF)
def refuse(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """They do not, for a reason that lets them correct their request."""
    person, _ = _person(organisation_id, affiliation_id)
    return _done(organisation_id, affiliation_id, person=person, form=ReasonForm(), decision="refusal")


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/retrait")
@page_for(Role.REFERENT, Role.STAFF)
def withdraw(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """They belong here no longer."""
    person, _ = _person(organisation_id, affiliation_id)
    return _done(organisation_id, affiliation_id, person=person, form=ReasonForm(), decision="withdrawal")


_SAID = {
    "confirmation": "affiliation-confirmed",
    "refusal": "affiliation-refused",
    "withdrawal": "affiliation-withdrawn",
}


def _done(
    organisation_id: UUID, affiliation_id: UUID, *, person: Json, form: OrganisationPageForm, decision: str
) -> Page:
    def send() -> object:
        body = {"reason": form.reason.data.strip()} if isinstance(form, ReasonForm) else {}
        return wiring().organisations.decide(
            "affiliations", affiliation_id, decision=decision, body=body, token=token()
        )

    if not form.sent(send):
        return _show(organisation_id, affiliation_id, form=form)
    say(_SAID[decision], name=name_of(person))
    if person["state"] == "requested":
        return redirect("/cap-metiers/rattachements" if acts_as_staff() else "/structure/rattachements")
    return redirect(_home(organisation_id))


def _moved(organisation_id: UUID, affiliation_id: UUID, *, said: str, role: str, send: Callable[[], object]) -> Page:
    person, colleagues = _person(organisation_id, affiliation_id)
    form = PlainForm()
    if not form.sent(send):
        return _show(organisation_id, affiliation_id, form=form)
    taker = [name_of(one) for one in colleagues if one["affiliation_id"] == request.form.get("to")]
    name = taker[0] if taker else name_of(person)
    say(said, name=name, role=labels.people.ROLES[role])
    is_own = said == "role-handed-over" and person["account_id"] == str(signed_in_person().account_id)
    return redirect("/profil" if is_own else f"/structure/{organisation_id}/personnes/{affiliation_id}")


def _role() -> str:
    role = request.form.get("role", "")
    if role not in GRANTABLE[Role.STAFF]:
        abort(404)
    return role


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/role")
@page_for(Role.REFERENT, Role.STAFF)
def grant(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """Give a role."""
    role, entrusted = _role(), wiring().organisations
    return _moved(
        organisation_id,
        affiliation_id,
        said="role-granted",
        role=role,
        send=lambda: entrusted.grant(affiliation_id, role=role, token=token()),
    )


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/role/retrait")
@page_for(Role.REFERENT, Role.STAFF)
def revoke(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """Take a role away."""
    role, entrusted = _role(), wiring().organisations
    return _moved(
        organisation_id,
        affiliation_id,
        said="role-revoked",
        role=role,
        send=lambda: entrusted.revoke(affiliation_id, role=role, token=token()),
    )


@pages.post("/structure/<uuid:organisation_id>/personnes/<uuid:affiliation_id>/role/transmission")
@page_for(Role.REFERENT, Role.STAFF)
def hand_over(organisation_id: UUID, affiliation_id: UUID) -> Page:
    """Pass a role to a colleague."""
    role, entrusted, to = _role(), wiring().organisations, request.form.get("to", "")
    return _moved(
        organisation_id,
        affiliation_id,
        said="role-handed-over",
        role=role,
        send=lambda: entrusted.hand_over(affiliation_id, role=role, to=to, token=token()),
    )


@pages.get("/structure/journal")
@page_for(Role.REFERENT, Role.HR_VALIDATOR, Role.BENEFICIARY, Role.TRAINING_PROVIDER)
def log() -> str:
    """Every change of rights in one's own organisation."""
    return _log(f"organisations/{own_organisation()}", path="/structure/journal", about="organisation")


@pages.get("/cap-metiers/structures/<uuid:organisation_id>/journal")
@page_for(Role.STAFF)
def log_as_staff(organisation_id: UUID) -> str:
    """The same, for staff."""
    path = f"/cap-metiers/structures/{organisation_id}/journal"
    return _log(f"organisations/{organisation_id}", path=path, about="organisation")


@pages.get("/cap-metiers/comptes/<uuid:account_id>/journal")
@page_for(Role.STAFF)
def log_of_account(account_id: UUID) -> str:
    """Every change of the rights of one person."""
    path = f"/cap-metiers/comptes/{account_id}/journal"
    return _log(f"accounts/{account_id}", path=path, about="account")


def _log(what: str, *, path: str, about: str) -> str:
    query = {"limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().organisations.page(f"{what}/rights-log", query, token=token())
    urls = page_urls(path, {}, found["next_cursor"])
    title = labels.organisations.LOG_TITLES[about]
    return render_template("organisations/log.html", changes=found["items"], urls=urls, title=title)
