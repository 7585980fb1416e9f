"""The choice of role after signing in, and the switch from the header."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from chassis.clock import now
from chassis.database import transaction
from chassis.principal import Role
from web import labels
from web.domain.sign_ins import HeldRole
from web.pages.access import local_address, recognised, signed_in, signed_in_person
from web.pages.wiring import wiring
from web.usecases.switch_role import switch_role

LANDINGS = {
    Role.BENEFICIARY: "/mon-espace",
    Role.HR_VALIDATOR: "/valideur/demandes",
    Role.TRAINING_PROVIDER: "/prestataire/demandes",
    Role.REFERENT: "/structure/rattachements",
    Role.STAFF: "/prestataire/demandes",
}
pages = Blueprint("profile", __name__)


def landing(role: Role | None) -> str:
    """Where the work of a role begins."""
    return LANDINGS.get(role, "/") if role else "/"


@pages.get("/profil")
@signed_in
def choose() -> str:
    """Every role and organisation of the person, and what each is for."""
    return render_template("profile.html", back_to=local_address(request.args.get("suite")))


def _chosen() -> HeldRole:
    """The pair that the form names, among those the person holds."""
    for held in signed_in_person().held:
        organisation = str(held.organisation_id or "")
        if (held.role.value, organisation) == (request.form.get("role"), request.form.get("organisation", "")):
            return held
    abort(403)


@pages.post("/profil")
@signed_in
def switch() -> Response:
    """Act in the chosen role from now on."""
    chosen, found = _chosen(), recognised()
    sign_in_id = found.sign_in_id if found else UUID(int=0)
    with transaction() as session:
        now_is = switch_role(session, sign_in_id, to=chosen, provider=wiring().provider, seal=wiring().seal, now=now())
    if (now_is.active_role, now_is.active_organisation) != (chosen.role, chosen.organisation_id):
        abort(403)
    role = labels.held_role(chosen.role, chosen.organisation_name)
    flash(labels.filled(labels.FLASHES["switched"], role=role), "success")
    back_to = local_address(request.form.get("suite"))
    return redirect(landing(chosen.role) if back_to == "/" else back_to)
