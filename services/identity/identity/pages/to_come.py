"""Journeys that have no page yet: each says honestly whom to write to, so that no link leads to a dead end."""

from flask import Blueprint, abort, current_app, redirect, render_template
from werkzeug.wrappers import Response

from chassis.auth import public
from chassis.theme import install_error_pages

blueprint = Blueprint("to_come", __name__)
install_error_pages(blueprint)


@blueprint.get("/creer-un-compte")
@public
def create_account() -> str:
    """How to get an account today."""
    return render_template("identity/create_account.html")


@blueprint.get("/mot-de-passe-oublie")
@public
def forgotten_password() -> str:
    """How to get a new password today."""
    return render_template("identity/forgotten_password.html")


@blueprint.get("/")
@public
def home() -> Response:
    """Nothing of its own: the site is where people start."""
    return redirect(f"{current_app.config['PUBLIC_URL']}/")


@blueprint.get("/<path:_rest>")
@public
def nothing_here(_rest: str) -> Response:
    """Any other address answers with a page instead of a problem document."""
    abort(404)
