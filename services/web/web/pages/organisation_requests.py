"""What a referent asks of Cap Métiers for the organisation: changes and membership."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web.clients.gateway import Json
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import ChangeForm, MessageForm, PlainForm
from web.pages.organisation_people import PAGE, own_organisation, say
from web.pages.wiring import wiring

pages = Blueprint("organisation_requests", __name__, url_prefix="/structure")
Page = str | Response | tuple[str, int]
_BACK: dict[str, Any] = {"decision": "withdrawal", "body": {}}


def change_form(organisation: Json, *, is_sent: bool = True) -> ChangeForm:
    """The form, filled with what is in force; with what was typed where it `is_sent`."""
    known = {**organisation, "is_closing": organisation["closed_on"] is not None}
    return ChangeForm(data=known) if is_sent else ChangeForm(formdata=None, data=known)


def send_change(form: ChangeForm, organisation: Json) -> bool:
    """Send what is different."""
    body = form.change(is_closed=organisation["closed_on"] is not None)
    own = wiring().organisations
    return form.sent(lambda: own.report_change(organisation["organisation_id"], body, token=token(), key=form.key.data))


def _reports(organisation_id: UUID) -> Json:
    query = {"organisation_id": organisation_id, "limit": PAGE, "cursor": request.args.get("cursor")}
    return wiring().organisations.page("change-reports", query, token=token())


@pages.route("/changements", methods=["GET", "POST"])
@page_for(Role.REFERENT)
def changes() -> Page:
    """Report what changes, and what became of earlier reports."""
    organisation = wiring().organisations.one(own_organisation(), token=token())
    form = change_form(organisation)
    if form.validate_on_submit() and send_change(form, organisation):
        say("change-reported")
        return redirect("/structure/changements")
    return _changes_page(organisation, form), form.answer_status


def _changes_page(organisation: Json, form: ChangeForm) -> str:
    found = _reports(own_organisation())
    return render_template(
        "organisations/changes.html",
        organisation=organisation,
        form=form,
        reports=found["items"],
        urls=page_urls("/structure/changements", {}, found["next_cursor"]),
    )


@pages.post("/changements/<uuid:change_report_id>/retrait")
@page_for(Role.REFERENT)
def withdraw_change(change_report_id: UUID) -> Page:
    """Take a report back; who decided it meanwhile, and when, is told."""
    own, button = wiring().organisations, PlainForm()
    if button.sent(lambda: own.decide("change-reports", change_report_id, **_BACK, token=token())):
        say("change-withdrawn")
        return redirect("/structure/changements")
    organisation = own.one(own_organisation(), token=token())
    form = change_form(organisation, is_sent=False)
    form.told = button.told
    return _changes_page(organisation, form), button.answer_status


@pages.route("/adhesion", methods=["GET", "POST"])
@page_for(Role.REFERENT)
def membership() -> Page:
    """The membership, and asking to join or to renew."""
    own, mine = wiring().organisations, own_organisation()
    form = MessageForm()
    words = (form.message.data or "").strip()
    if form.sent(lambda: own.ask_for_membership(mine, message=words, token=token(), key=form.key.data)):
        say("membership-requested")
        return redirect("/structure/adhesion")
    return _membership_page(form), form.answer_status


@pages.post("/adhesion/<uuid:membership_request_id>/retrait")
@page_for(Role.REFERENT)
def withdraw_membership(membership_request_id: UUID) -> Page:
    """The same of a request to join or to renew."""
    own, button = wiring().organisations, PlainForm()
    if button.sent(lambda: own.decide("membership-requests", membership_request_id, **_BACK, token=token())):
        say("membership-withdrawn")
        return redirect("/structure/adhesion")
    form = MessageForm(formdata=None)
    form.told = button.told
    return _membership_page(form), button.answer_status


def _membership_page(form: MessageForm) -> str:
    own, mine = wiring().organisations, own_organisation()
    query = {"organisation_id": mine, "limit": PAGE, "cursor": request.args.get("cursor")}
    found = own.page("membership-requests", query, token=token())
    return render_template(
        "organisations/membership.html",
        organisation=own.one(mine, token=token()),
        form=form,
        requests=found["items"],
        waits=any(one["state"] == "requested" for one in found["items"]),
        urls=page_urls("/structure/adhesion", {}, found["next_cursor"]),
    )
