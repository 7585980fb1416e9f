"""Decisions taken for an organisation, as the record of moves has them, latest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_

from chassis.principal import Role
from enrolment.domain.transitions import Decision
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES, PROFILES, TRAINING_ACTIONS, TRAINING_SESSIONS

HR_DECISIONS = frozenset(
    {
        Decision.APPROVE,
        Decision.APPROVE_AND_ENROL,
        Decision.APPROVE_FOR_WAITING_LIST,
        Decision.REFUSE,
        Decision.WITHDRAW_CONSENT,
    }
)


@dataclass(frozen=True, kw_only=True)
class DecisionQuery:
    """Whose decisions (None: anybody's) of which kinds (None: all), how many, after which (instant, move)."""

    organisation_id: UUID
    limit: int
    decided_by: UUID | None = None
    decisions: Collection[Decision] | None = None
    after: tuple[datetime, UUID] | None = None


def hr_decisions(reader: Reader, query: DecisionQuery) -> list[dict[str, Any]]:
    """One page of decisions, each with its request as it stands now."""
    moves, who, decider = MOVES.c, PROFILES.alias("who"), PROFILES.alias("decider")
    wanted: list[ColumnElement[bool]] = [
        ENROLMENTS.c.organisation_id == query.organisation_id,
        moves.role == Role.HR_VALIDATOR,
        moves.decision.in_(query.decisions or HR_DECISIONS),
    ]
    if query.decided_by is not None:
        wanted.append(moves.account_id == query.decided_by)
    if query.after is not None:
        wanted.append(tuple_(moves.occurred_at, moves.move_id) < query.after)
    statement = (
        select(
            moves.move_id, moves.decision, moves.occurred_at.label("decided_at"), moves.account_id.label("decided_by"),
            moves.reason, moves.reason_code, moves.is_own_request, ENROLMENTS.c.enrolment_id, ENROLMENTS.c.status,
            ENROLMENTS.c.account_id, ENROLMENTS.c.requested_at, TRAINING_ACTIONS.c.title.label("action_title"),
            TRAINING_SESSIONS.c.first_day, TRAINING_SESSIONS.c.last_day,
            who.c.civility, who.c.given_name, who.c.family_name, who.c.email,
            decider.c.given_name.label("decider_given_name"), decider.c.family_name.label("decider_family_name"),
        )
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == moves.enrolment_id)
        .outerjoin(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .outerjoin(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id)
        .outerjoin(who, who.c.account_id == ENROLMENTS.c.account_id)
        .outerjoin(decider, decider.c.account_id == moves.account_id)
        .where(*wanted)
        .order_by(moves.occurred_at.desc(), moves.move_id.desc())
        .limit(query.limit)
    )  # fmt: skip
    return [dict(row._mapping) for row in reader.execute(statement)]
