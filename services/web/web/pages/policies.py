"""Staff's view of the rules: versions, drafts, and the figures of a year."""

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.principal import Role
from web import labels
from web.pages.access import page_for, token
from web.pages.formats import today
from web.pages.my_space_requests import KeyForm
from web.pages.wiring import wiring

pages = Blueprint("policies", __name__)
YEARS_BACK = 4


@pages.get("/reglement")
@page_for(Role.STAFF)
def versions() -> str:
    """Every version with what it says, and the drafts."""
    policies = wiring().policies
    return render_template(
        "policies/versions.html", versions=policies.versions(token=token()), drafts=policies.drafts(token=token())
    )


@pages.post("/reglement/brouillons")
@page_for(Role.STAFF)
def begin() -> Response:
    """A draft with the terms in force, to be changed."""
    form = KeyForm()
    if not form.validate_on_submit():
        return redirect("/reglement")
    policies = wiring().policies
    terms = policies.in_force()
    terms.pop("version")
    made = policies.begin({**terms, "effective_on": today().isoformat(), "note": ""}, token=token(), key=form.key.data)
    flash(labels.FLASHES["draft-begun"], "success")
    return redirect(f"/reglement/brouillons/{made['draft_id']}")


@pages.get("/chiffres")
@page_for(Role.STAFF)
def figures() -> str:
    """Demand served and unserved, decision times, no-shows: plots beside their tables."""
    years = [str(today().year + 1 - back) for back in range(YEARS_BACK + 1)]
    chosen = request.args.get("annee", "")
    chosen = chosen if chosen in years else str(today().year)
    found = wiring().policies.figures(chosen, token=token())
    return render_template("policies/figures.html", figures=found, years=years, chosen=chosen)
