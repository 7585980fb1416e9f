"""The page of one training action, with « S'inscrire » or its reasons."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template

from chassis.auth import public
from chassis.clock import now
from chassis.principal import Role
from web.clients.gateway import Json
from web.domain.errors import Refused, Unreachable
from web.pages.access import person, token
from web.pages.searching import favourite_keys
from web.pages.wiring import wiring

pages = Blueprint("actions", __name__)


def is_to_come(training_session: Json) -> bool:
    """Neither cancelled nor over."""
    is_over = datetime.fromisoformat(training_session["ends_at"]) <= now()
    return training_session["status"] == "scheduled" and not is_over


def verdicts_on(training_sessions: list[Json]) -> dict[str, list[Json]]:
    """For someone who acts as a beneficiary: the verdicts by session; empty for everyone else."""
    found = person()
    if found is None or found.active_role is not Role.BENEFICIARY:
        return {}
    enrolments = wiring().enrolments
    return {
        entry["training_session_id"]: enrolments.verdicts(UUID(entry["training_session_id"]), token=token())
        for entry in training_sessions
    }


def _linked_data(training_action_id: UUID) -> Json | None:
    """What search engines read; the page goes on without it."""
    try:
        return wiring().catalogue.linked_data(training_action_id)
    except (Refused, Unreachable):
        return None


@pages.get("/actions/<uuid:training_action_id>")
@public
def show(training_action_id: UUID) -> str:
    """Every datum of an action; « S'inscrire » or why not."""
    action = wiring().catalogue.training_action(training_action_id)
    to_come = [entry for entry in action["sessions"] if is_to_come(entry)]
    past = [entry for entry in action["sessions"] if not is_to_come(entry)]
    found = person()
    return render_template(
        "actions/show.html",
        action=action,
        to_come=to_come,
        past=past,
        verdicts=verdicts_on(to_come),
        is_favourite=str(training_action_id) in favourite_keys(),
        linked_data=_linked_data(training_action_id),
        beneficiary_offers=found.holds(Role.BENEFICIARY) if found else (),
    )
