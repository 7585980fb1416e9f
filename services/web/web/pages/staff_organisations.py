"""Organisations for staff: the list, one with everything about it, a new one."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import ChangeForm, OrganisationForm, PeriodForm
from web.pages.organisation_people import PAGE, say
from web.pages.organisation_requests import change_form, send_change
from web.pages.wiring import wiring

pages = Blueprint("staff_organisations", __name__, url_prefix="/cap-metiers/structures")
Page = str | Response | tuple[str, int]


@pages.get("")
@page_for(Role.STAFF)
def organisations() -> str:
    """By name; by words of name and city, by SIRET, by what they lack."""
    typed, chosen = request.args.get("q", "").strip()[:200], request.args.get("filtre", "")
    wanted = chosen if chosen in labels.organisations.FILTERS else "all"
    query = {"q": typed, "filter": wanted, "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().organisations.page("registered-organisations", query, token=token())
    kept = {"q": typed, "filtre": wanted if wanted != "all" else ""}
    return render_template(
        "organisations/staff_list.html",
        organisations=found["items"],
        typed=typed,
        chosen=wanted,
        urls=page_urls("/cap-metiers/structures", kept, found["next_cursor"]),
    )


@pages.route("/nouvelle", methods=["GET", "POST"])
@page_for(Role.STAFF)
def register() -> Page:
    """One that staff know of."""
    form, own, made = OrganisationForm(), wiring().organisations, {}
    if form.sent(lambda: made.update(own.register(form.organisation(), token=token(), key=form.key.data))):
        say("organisation-registered")
        return redirect(f"/cap-metiers/structures/{made['organisation_id']}")
    return render_template("organisations/staff_new.html", form=form), form.answer_status


def _show(organisation_id: UUID, *, change: ChangeForm | None = None, period: PeriodForm | None = None) -> Page:
    own = wiring().organisations
    organisation = own.one(organisation_id, token=token())
    reports = own.page("change-reports", {"organisation_id": organisation_id, "limit": 10}, token=token())
    shown = change or period
    page = render_template(
        "organisations/staff_one.html",
        organisation=organisation,
        reports=reports["items"],
        change=change or change_form(organisation, is_sent=False),
        period=period or PeriodForm(formdata=None),
    )
    return page, shown.answer_status if shown else 200


@pages.get("/<uuid:organisation_id>")
@page_for(Role.STAFF)
def show(organisation_id: UUID) -> Page:
    """Identity, memberships, changes; its people are one step away."""
    return _show(organisation_id)


@pages.post("/<uuid:organisation_id>/changement")
@page_for(Role.STAFF)
def change(organisation_id: UUID) -> Page:
    """What staff change holds from its day on without further decision."""
    organisation = wiring().organisations.one(organisation_id, token=token())
    form = change_form(organisation)
    if form.validate_on_submit() and send_change(form, organisation):
        say("change-kept")
        return redirect(f"/cap-metiers/structures/{organisation_id}")
    return _show(organisation_id, change=form)


@pages.post("/<uuid:organisation_id>/adhesion")
@page_for(Role.STAFF)
def record_membership(organisation_id: UUID) -> Page:
    """A membership that nobody asked for here."""
    form, own = PeriodForm(), wiring().organisations
    if form.sent(lambda: own.record_membership(organisation_id, form.period(), token=token(), key=form.key.data)):
        say("membership-confirmed")
        return redirect(f"/cap-metiers/structures/{organisation_id}")
    return _show(organisation_id, period=form)
