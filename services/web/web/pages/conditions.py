"""The conditions of participation, written from the rules in force."""

from flask import Blueprint, render_template

from chassis.auth import public
from web.pages.wiring import wiring

pages = Blueprint("conditions", __name__)


@pages.get("/conditions")
@public
def show() -> str:
    """What anybody may read of the rules."""
    return render_template("policies/conditions.html", policy=wiring().policies.in_force())
