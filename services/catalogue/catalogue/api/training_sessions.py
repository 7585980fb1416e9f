"""What staff and training providers write about sessions."""

from typing import Any
from uuid import UUID

from catalogue.api.editors import current_editor
from catalogue.api.training_session_schemas import (
    CancellationSchema,
    ConsequencesSchema,
    RevisedSessionPlanSchema,
    SessionListSchema,
    SessionPlanSchema,
    SessionSchema,
)
from catalogue.domain.timetables import SessionPlan
from catalogue.domain.training_sessions import TrainingSession
from catalogue.usecases.cancel_training_session import cancel_training_session
from catalogue.usecases.read_training_session import (
    EditedSession,
    list_training_sessions,
    read_training_session,
    with_seats,
)
from catalogue.usecases.rehearse_revision import Consequences, rehearse_revision
from catalogue.usecases.revise_training_session import revise_training_session
from catalogue.usecases.schedule_training_session import schedule_training_session
from chassis.auth import requires
from chassis.clock import now
from chassis.database import Session, transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag

blp = Blueprint(
    "training_sessions",
    __name__,
    url_prefix="/api/catalogue/v1",
    description="Sessions of the actions that an editor may edit",
)
_Edited = tuple[dict[str, Any], int, dict[str, str]]


def _told(edited: EditedSession) -> dict[str, Any]:
    kept = edited.training_session
    told = {name: getattr(kept, name) for name in SessionSchema().fields if name != "seats"}
    return {**told, "seats": edited.seats}


def _edited(session: Session, training_session: TrainingSession, *, status: int = 200) -> _Edited:
    (edited,) = with_seats(session, [training_session])
    return _told(edited), status, version_tag(training_session.version)


@blp.post("/training-actions/<uuid:training_action_id>/training-sessions")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@idempotent
@blp.arguments(SessionPlanSchema)
@blp.response(201, SessionSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown action")
@blp.alt_response(409, description="Withdrawn action, or slots that do not add up to its duration")
def schedule(plan: SessionPlan, training_action_id: UUID) -> _Edited:
    """Announce a session."""
    with transaction() as session:
        planned = schedule_training_session(session, training_action_id, plan=plan, editor=current_editor(), now=now())
        return _edited(session, planned, status=201)


@blp.get("/training-actions/<uuid:training_action_id>/training-sessions")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.response(200, SessionListSchema)
@blp.alt_response(404, description="Unknown action")
def list_all(training_action_id: UUID) -> _Edited:
    """Every session of an action, the latest first, cancelled and past ones included."""
    with transaction() as session:
        found = list_training_sessions(session, training_action_id, editor=current_editor())
        body = {"items": [_told(edited) for edited in found], "next_cursor": None}
    return body, 200, {"Cache-Control": "no-store"}


@blp.get("/training-sessions/<uuid:training_session_id>")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.response(200, SessionSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
def read(training_session_id: UUID) -> _Edited:
    """A session as its editors see it, with its ETag."""
    with transaction() as session:
        return _edited(session, read_training_session(session, training_session_id, editor=current_editor()))


@blp.put("/training-sessions/<uuid:training_session_id>")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.arguments(RevisedSessionPlanSchema)
@blp.response(200, SessionSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Cancelled, over, or slots that do not add up")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def revise(plan: SessionPlan, training_session_id: UUID) -> _Edited:
    """Move a session, or change its seats, its registration window or its links; requests stay."""
    with transaction() as session:
        revised = revise_training_session(
            session,
            training_session_id,
            plan=plan,
            editor=current_editor(),
            expected_version=expected_version(),
            now=now(),
        )
        return _edited(session, revised)


@blp.post("/training-sessions/<uuid:training_session_id>/rehearsal")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@blp.arguments(RevisedSessionPlanSchema)
@blp.response(200, ConsequencesSchema)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Cancelled, over, or slots that do not add up")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def rehearse(plan: SessionPlan, training_session_id: UUID) -> Consequences:
    """What the same PUT would mean for people; changes nothing."""
    with transaction() as session:
        return rehearse_revision(
            session,
            training_session_id,
            plan=plan,
            editor=current_editor(),
            expected_version=expected_version(),
            now=now(),
        )


@blp.post("/training-sessions/<uuid:training_session_id>/cancellation")
@requires(Role.STAFF, Role.TRAINING_PROVIDER)
@idempotent
@blp.arguments(CancellationSchema)
@blp.response(200, SessionSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
@blp.alt_response(409, description="Cancelled already, or over")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
def cancel(why: dict[str, str], training_session_id: UUID) -> _Edited:
    """Call a session off; its requests are cancelled and rights given back."""
    with transaction() as session:
        cancelled = cancel_training_session(
            session,
            training_session_id,
            editor=current_editor(),
            reason=why["reason"],
            now=now(),
            expected_version=expected_version(),
        )
        return _edited(session, cancelled)
