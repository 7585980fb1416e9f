"""The link of an e-mail that stops e-mails of its topic: a page asks first; mail programs use it in one click."""

from flask import Blueprint, render_template

from chassis.auth import public
from web.domain.errors import Refused
from web.pages.wiring import wiring

NOT_FOUND, INVALID = 404, 422
LONGEST_LINK = 500
# Apart from the other pages: mail programs send no token of ours (RFC 8058), the signed link is the proof.
pages = Blueprint("stop_mails", __name__, url_prefix="/e-mails")


@pages.get("/arret/<link>")
@public
def ask(link: str) -> str | tuple[str, int]:
    """What would be stopped; opening the page changes nothing."""
    try:
        topic = wiring().messages.stop_link(link[:LONGEST_LINK])
    except Refused as refused:
        return _unknown(refused)
    return render_template("messages/stop.html", topic=topic, is_stopped=False)


@pages.post("/arret/<link>")
@public
def stop(link: str) -> str | tuple[str, int]:
    """Stop it; again changes nothing."""
    try:
        topic = wiring().messages.stop(link[:LONGEST_LINK])
    except Refused as refused:
        return _unknown(refused)
    return render_template("messages/stop.html", topic=topic, is_stopped=True)


def _unknown(refused: Refused) -> tuple[str, int]:
    if refused.status not in (NOT_FOUND, INVALID):
        raise refused
    return render_template("messages/stop_unknown.html"), NOT_FOUND
