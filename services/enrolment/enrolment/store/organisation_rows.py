"""All rows of an export, read through a cursor of the database: memory does not grow with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from chassis.database import Connection
from chassis.principal import Role
from enrolment.domain.deadlines import end_of_day, start_of_day
from enrolment.domain.exports import ExportKind
from enrolment.domain.statuses import PRESENCES
from enrolment.store.hr_decisions import HR_DECISIONS
from enrolment.store.tables import ENROLMENTS, MOVES, PROFILES, TRAINING_ACTIONS, TRAINING_SESSIONS

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Extract:
    """Which rows of which organisation; both days are included, None is no bound.

    Requests are dated by the request, decisions by the decision, presences by the first day of the session.
    """

    kind: ExportKind
    organisation_id: UUID
    first_day: date | None = None
    last_day: date | None = None


_DECIDER = PROFILES.alias("decider")
_FROM = (
    ENROLMENTS.join(
        TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id, isouter=True
    )
    .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id, isouter=True)
    .join(PROFILES, PROFILES.c.account_id == ENROLMENTS.c.account_id, isouter=True)
)
_REQUEST = (
    ENROLMENTS.c.enrolment_id, ENROLMENTS.c.status, ENROLMENTS.c.requested_at, PROFILES.c.given_name,
    PROFILES.c.family_name, PROFILES.c.email, TRAINING_ACTIONS.c.title.label("action_title"),
    TRAINING_ACTIONS.c.type_label, TRAINING_SESSIONS.c.first_day, TRAINING_SESSIONS.c.last_day,
)  # fmt: skip


def _requests() -> tuple[Select[Any], Any]:
    columns = ENROLMENTS.c
    own = (columns.motivation, columns.uses_right, columns.decided_at, columns.reason, columns.reason_code)
    return select(*_REQUEST, *own).select_from(_FROM), columns.requested_at


def _decisions() -> tuple[Select[Any], Any]:
    moves = MOVES.c
    own = (moves.decision, moves.occurred_at.label("decided_at"), moves.reason, moves.reason_code)
    names = (_DECIDER.c.given_name.label("decider_given_name"), _DECIDER.c.family_name.label("decider_family_name"))
    joined = _FROM.join(MOVES, moves.enrolment_id == ENROLMENTS.c.enrolment_id).join(
        _DECIDER, _DECIDER.c.account_id == moves.account_id, isouter=True
    )
    statement = select(*_REQUEST, *own, *names).select_from(joined)
    return statement.where(moves.role == Role.HR_VALIDATOR, moves.decision.in_(HR_DECISIONS)), moves.occurred_at


def _presences() -> tuple[Select[Any], Any]:
    columns = ENROLMENTS.c
    own = (columns.net_minutes, columns.planned_minutes, columns.presence_recorded_at)
    statement = select(*_REQUEST, *own).select_from(_FROM).where(columns.status.in_(PRESENCES))
    return statement, TRAINING_SESSIONS.c.first_day


_BY_KIND = {ExportKind.REQUESTS: _requests, ExportKind.DECISIONS: _decisions, ExportKind.PRESENCES: _presences}


def organisation_rows(connection: Connection, extract: Extract) -> Iterator[dict[str, Any]]:
    """The rows, latest first; the connection must live until the last one is taken."""
    statement, dated = _BY_KIND[extract.kind]()
    statement = statement.where(ENROLMENTS.c.organisation_id == extract.organisation_id)
    is_day = extract.kind is ExportKind.PRESENCES
    if extract.first_day is not None:
        statement = statement.where(dated >= (extract.first_day if is_day else start_of_day(extract.first_day)))
    if extract.last_day is not None:
        statement = statement.where(dated <= (extract.last_day if is_day else end_of_day(extract.last_day)))
    statement = statement.order_by(dated.desc(), ENROLMENTS.c.enrolment_id)
    streamed = connection.execution_options(yield_per=BATCH).execute(statement)
    for row in streamed:
        yield {str(name): value for name, value in row._mapping.items()}
