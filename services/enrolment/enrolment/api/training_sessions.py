"""The sessions a training provider runs: list, roster, attendance, promotion by hand."""

from typing import Any
from uuid import UUID

from chassis.auth import current_principal, requires
from chassis.clock import now
from chassis.database import snapshot, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG
from enrolment.api.answers import Answer, after_of, page_of, versioned
from enrolment.api.schemas import EnrolmentSchema
from enrolment.api.session_schemas import (
    ProviderPeopleArgs,
    ProviderPeopleSchema,
    RosterSchema,
    SheetSchema,
    TrainingSessionArgs,
    TrainingSessionPageSchema,
)
from enrolment.store.session_listings import SessionPage
from enrolment.usecases.list_provider_people import list_provider_people
from enrolment.usecases.promote_from_waiting_list import promote_by_hand
from enrolment.usecases.read_enrolments import Period, read_enrolment
from enrolment.usecases.read_training_sessions import list_training_sessions, read_roster
from enrolment.usecases.record_attendance import record_attendance

blp = Blueprint("training_sessions", __name__, url_prefix="/api/enrolment/v1", description="Sessions of a provider")
_IS_PAST = {None: None, Period.PAST: True, Period.CURRENT: False}


@blp.get("/provider-people")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@blp.arguments(ProviderPeopleArgs, location="query")
@blp.response(200, ProviderPeopleSchema)
@blp.alt_response(403, description="Another organisation than the one that the person acts for")
def people(query: dict[str, UUID]) -> dict[str, Any]:
    """Who can be named trainer of an action of this organisation: those who hold the role there."""
    with snapshot() as connection:
        return {"items": list_provider_people(connection, query["organisation_id"], by=current_principal())}


@blp.get("/training-sessions")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@blp.arguments(TrainingSessionArgs, location="query")
@blp.response(200, TrainingSessionPageSchema)
def page(query: dict[str, Any]) -> Answer:
    """The sessions of the actions this person runs (staff: all), with their counts."""
    wanted = SessionPage(limit=query["limit"], after=after_of(query["cursor"]), is_past=_IS_PAST[query["period"]])
    with transaction() as session:
        return page_of(list_training_sessions(session, wanted, by=current_principal(), now=now()))


@blp.get("/training-sessions/<uuid:training_session_id>/roster")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@blp.response(200, RosterSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
def roster(training_session_id: UUID) -> dict[str, Any]:
    """Who takes part, and the half-days to sign."""
    with transaction() as session:
        return read_roster(session, training_session_id, by=current_principal())


@blp.put("/training-sessions/<uuid:training_session_id>/attendance")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@blp.arguments(SheetSchema)
@blp.response(200, RosterSchema)
@blp.alt_response(404, description="Unknown, or run by somebody else")
@blp.alt_response(409, description="A half-day that has not begun")
def record(sheet: dict[str, Any], training_session_id: UUID) -> dict[str, Any]:
    """Record presence, all of it or a part; the same sheet again changes nothing."""
    principal = current_principal()
    with transaction() as session:
        record_attendance(
            session, training_session_id, sheet=sheet["records"], by=principal, now=now(), reason=sheet["reason"]
        )
        return read_roster(session, training_session_id, by=principal)


@blp.post("/training-sessions/<uuid:training_session_id>/promotion")
@requires(Role.TRAINING_PROVIDER, Role.STAFF)
@idempotent
@blp.response(200, EnrolmentSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown, or run by somebody else")
@blp.alt_response(409, description="Nobody can be promoted, or too late")
def promote(training_session_id: UUID) -> Answer:
    """Give one free seat to the next in line of the waiting list."""
    principal, moment = current_principal(), now()
    with transaction() as session:
        promoted = promote_by_hand(session, training_session_id, by=principal, now=moment)
        return versioned(read_enrolment(session, promoted.enrolment_id, by=principal, now=moment))
