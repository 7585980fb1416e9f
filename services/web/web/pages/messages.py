"""Messages of the person: the bell, the list, and how they wish to be told."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from web import labels
from web.domain.errors import Refused, Unreachable
from web.pages.access import local_address, signed_in, token
from web.pages.forms import PageForm
from web.pages.my_space_requests import page_urls
from web.pages.rendering import refusal
from web.pages.wiring import wiring

PAGE = 20
pages = Blueprint("messages", __name__, url_prefix="/messages")


@pages.get("")
@signed_in
def mine() -> str:
    """Newest first; the unread ones stand out."""
    only_unread = request.args.get("non-lus") == "oui"
    query = {"limit": PAGE, "cursor": request.args.get("cursor"), "unread": "true" if only_unread else None}
    found = wiring().messages.page(query, token=token())
    urls = page_urls("/messages", {"non-lus": "oui" if only_unread else ""}, found["next_cursor"])
    return render_template(
        "messages/mine.html", messages=found["items"], urls=urls, only_unread=only_unread, form=PageForm()
    )


@pages.get("/nombre")
@signed_in
def bell() -> str | tuple[str, int]:
    """The figure on the bell, fetched by the page after it is there; silence where it cannot be had."""
    try:
        count = wiring().messages.unread(token=token())
    except (Refused, Unreachable):
        return "", 204
    return render_template("messages/bell.html", count=count)


@pages.post("/<uuid:message_id>/ouvrir")
@signed_in
def open_(message_id: UUID) -> Response:
    """Mark it read and go to the page that it is about."""
    wiring().messages.read(message_id, token=token())
    return redirect(local_address(request.form.get("next"), otherwise="/messages"))


@pages.post("/lus")
@signed_in
def read_all() -> Response:
    """Mark all of them read."""
    wiring().messages.read_all(token=token())
    flash(labels.FLASHES["all-read"], "success")
    return redirect("/messages")


@pages.route("/preferences", methods=["GET", "POST"])
@signed_in
def preferences() -> str | Response | tuple[str, int]:
    """One line a topic; what cannot be chosen says so."""
    form, told = PageForm(), None
    topics = wiring().messages.preferences(token=token())
    if form.validate_on_submit():
        choosable = [entry["topic"] for entry in topics if len(entry["allowed"]) > 1]
        choices = {topic: request.form[topic] for topic in choosable if topic in request.form}
        try:
            wiring().messages.prefer(choices, token=token())
        except Refused as refused:
            told = refusal(refused)
        else:
            flash(labels.FLASHES["preferences"], "success")
            return redirect("/messages/preferences")
    page = render_template("messages/preferences.html", topics=topics, form=form, told=told)
    return page, 422 if told else 200
