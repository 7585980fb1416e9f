"""What staff decide about organisations: referencing, changes, memberships."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web.pages.access import page_for, token
from web.pages.my_space_requests import page_urls
from web.pages.organisation_forms import OrganisationPageForm, PeriodForm, PlainForm, ReasonForm
from web.pages.organisation_people import PAGE, say
from web.pages.wiring import wiring

pages = Blueprint("staff_requests", __name__, url_prefix="/cap-metiers")
Page = str | Response | tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of request: its name in the API, the state in which it waits, the decision that says yes."""

    api: str
    waits: str
    yes: str
    said: str


KINDS = {
    "referencements": Kind(api="referencings", waits="requested", yes="acceptance", said="referencing"),
    "changements": Kind(api="change-reports", waits="reported", yes="acceptance", said="change"),
    "adhesions": Kind(api="membership-requests", waits="requested", yes="confirmation", said="membership"),
}
_PATH = "<any(referencements, changements, adhesions):what>"


@pages.get(f"/{_PATH}")
@page_for(Role.STAFF)
def requests(what: str) -> str:
    """Those that wait, oldest first; all of them by filter, newest first."""
    kind, is_all = KINDS[what], request.args.get("voir") == "tous"
    query = {"state": "" if is_all else kind.waits, "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().organisations.page(kind.api, query, token=token())
    kept = {"voir": "tous"} if is_all else {}
    return render_template(
        f"organisations/staff_{kind.said}_list.html",
        requests=found["items"],
        is_all=is_all,
        path=f"/cap-metiers/{what}",
        urls=page_urls(f"/cap-metiers/{what}", kept, found["next_cursor"]),
    )


def _show(what: str, key: UUID, *, yes: OrganisationPageForm | None = None, no: ReasonForm | None = None) -> Page:
    kind, shown = KINDS[what], yes or no
    page = render_template(
        f"organisations/staff_{kind.said}.html",
        one=wiring().organisations.request(kind.api, key, token=token()),
        path=f"/cap-metiers/{what}/{key}",
        back_to=f"/cap-metiers/{what}",
        yes=yes or (PeriodForm(formdata=None) if what == "adhesions" else PlainForm(formdata=None)),
        no=no or ReasonForm(formdata=None),
    )
    return page, shown.answer_status if shown else 200


@pages.get(f"/{_PATH}/<uuid:key>")
@page_for(Role.STAFF)
def show(what: str, key: UUID) -> Page:
    """One request, and the two ways."""
    return _show(what, key)


@pages.post(f"/{_PATH}/<uuid:key>/accord")
@page_for(Role.STAFF)
def accept(what: str, key: UUID) -> Page:
    """Say yes; to a membership with its first and last day."""
    kind = KINDS[what]
    form: OrganisationPageForm = PeriodForm() if what == "adhesions" else PlainForm()
    made: dict[str, str] = {}

    def send() -> None:
        body = form.period() if isinstance(form, PeriodForm) else {}
        made.update(wiring().organisations.decide(kind.api, key, decision=kind.yes, body=body, token=token()))

    if not form.sent(send):
        return _show(what, key, yes=form)
    say(f"{kind.said}-{'confirmed' if what == 'adhesions' else 'accepted'}", name=made.get("name"))
    return redirect(f"/cap-metiers/{what}")


@pages.post(f"/{_PATH}/<uuid:key>/refus")
@page_for(Role.STAFF)
def refuse(what: str, key: UUID) -> Page:
    """Say no, with the reason that is sent."""
    kind, form = KINDS.get(what), ReasonForm()
    if kind is None:
        abort(404)
    reason = {"reason": (form.reason.data or "").strip()}
    decide = wiring().organisations.decide
    if not form.sent(lambda: decide(kind.api, key, decision="refusal", body=reason, token=token())):
        return _show(what, key, no=form)
    say(f"{kind.said}-refused")
    return redirect(f"/cap-metiers/{what}")
