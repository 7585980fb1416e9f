"""Accounts for staff: the list, and one with what it may do where."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import PlainForm
from web.pages.organisation_people import PAGE, name_of, say
from web.pages.wiring import wiring

pages = Blueprint("staff_accounts", __name__, url_prefix="/cap-metiers/comptes")
Page = str | Response | tuple[str, int]


@pages.get("")
@page_for(Role.STAFF)
def accounts() -> str:
    """By name; by pieces of name or address."""
    typed, only_staff = request.args.get("q", "").strip()[:200], request.args.get("cap") == "oui"
    query = {"q": typed, "limit": PAGE, "cursor": request.args.get("cursor")}
    query |= {"is_staff": "true"} if only_staff else {}
    found = wiring().organisations.page("accounts", query, token=token())
    kept = {"q": typed, "cap": "oui" if only_staff else ""}
    return render_template(
        "organisations/staff_accounts.html",
        accounts=found["items"],
        typed=typed,
        only_staff=only_staff,
        urls=page_urls("/cap-metiers/comptes", kept, found["next_cursor"]),
    )


def _show(account_id: UUID, *, form: PlainForm) -> Page:
    account = wiring().organisations.account(account_id, token=token())
    page = render_template("organisations/staff_account.html", account=account, form=form)
    return page, form.answer_status


@pages.get("/<uuid:account_id>")
@page_for(Role.STAFF)
def show(account_id: UUID) -> Page:
    """One account with its affiliations."""
    return _show(account_id, form=PlainForm(formdata=None))


@pages.post("/<uuid:account_id>/cap-metiers")
@page_for(Role.STAFF)
def name_staff(account_id: UUID) -> Page:
    """The person works for Cap Métiers, or no longer."""
    form, is_staff = PlainForm(), request.form.get("is_staff") == "oui"
    own = wiring().organisations
    account = own.account(account_id, token=token())
    if not form.sent(lambda: own.name_staff(account_id, is_staff=is_staff, token=token())):
        return _show(account_id, form=form)
    said = "role-granted" if is_staff else "role-revoked"
    say(said, name=name_of(account), role=labels.people.ROLES["staff"])
    return redirect(f"/cap-metiers/comptes/{account_id}")
