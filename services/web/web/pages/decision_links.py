"""The link of an HR validator's e-mail: a page asks first, so that a mail scanner who follows it decides nothing."""

from flask import Blueprint, render_template

from chassis.auth import public
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.decisions import DecisionForm, decided_by_link
from web.pages.wiring import wiring

NOT_FOUND, GONE, INVALID = 404, 410, 422
LONGEST_LINK = 500
pages = Blueprint("decision_links", __name__, url_prefix="/demandes/decision")


@pages.get("/<link>")
@public
def ask(link: str) -> str | tuple[str, int]:
    """The request and the two ways; what was decided meanwhile is shown as such."""
    try:
        enrolment = wiring().hr_desk.linked(link[:LONGEST_LINK])
    except Refused as refused:
        return _no_link(refused)
    return _page(DecisionForm(), enrolment, link=link, is_done=False)


@pages.post("/<link>")
@public
def decide(link: str) -> str | tuple[str, int]:
    """Decide once; a refusal, or what is missing, is told beside the request as it is now."""
    form = DecisionForm()
    try:
        enrolment = decided_by_link(form, link[:LONGEST_LINK])
        if enrolment is not None:
            return _page(form, enrolment, link=link, is_done=True)
        return _page(form, wiring().hr_desk.linked(link[:LONGEST_LINK]), link=link, is_done=False), form.answer_status
    except Refused as refused:
        return _no_link(refused)


def _page(form: DecisionForm, enrolment: Json, *, link: str, is_done: bool) -> str:
    return render_template(
        "hr_validator/by_link.html", form=form, enrolment=enrolment, link=link[:LONGEST_LINK], is_done=is_done
    )


def _no_link(refused: Refused) -> tuple[str, int]:
    if refused.status not in (NOT_FOUND, GONE, INVALID):
        raise refused
    is_over = refused.status == GONE
    return render_template("hr_validator/link_over.html", is_over=is_over), GONE if is_over else NOT_FOUND
