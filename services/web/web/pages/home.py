"""Home, « À propos » and contact: what anybody may read without an account."""

from flask import Blueprint, render_template

from chassis.auth import public
from web.domain.errors import Refused, Unreachable
from web.pages.wiring import wiring

UPCOMING = 6
pages = Blueprint("home", __name__)


@pages.get("/")
@public
def home() -> str:
    """Search and what comes next; stays open where the catalogue does not answer."""
    catalogue = wiring().catalogue
    try:
        upcoming, themes = catalogue.upcoming(limit=UPCOMING), catalogue.themes()
    except (Refused, Unreachable):
        return render_template("home.html", upcoming=None, themes=[])
    return render_template("home.html", upcoming=upcoming, themes=themes)


@pages.get("/a-propos")
@public
def about() -> str:
    """What ParcoursPro is and how a request travels."""
    return render_template("about.html")


@pages.get("/contact")
@public
def contact() -> str:
    """Whom to write to."""
    return render_template("contact.html")
