"""Addresses under ours where nothing stands."""

from flask import Blueprint, abort, current_app, redirect
from werkzeug.wrappers import Response

from chassis.auth import public
from chassis.theme import install_error_pages

blueprint = Blueprint("elsewhere", __name__)
install_error_pages(blueprint)


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
