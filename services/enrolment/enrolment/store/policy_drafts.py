"""Drafts of policies, and the requests of the past on which they are rehearsed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, tuple_, update
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from enrolment.domain.policy_drafts import PolicyDraft, RehearsalState
from enrolment.domain.rehearsal import Case, Changed, Occasion
from enrolment.domain.statuses import Status
from enrolment.domain.transitions import Decision
from enrolment.store import targets
from enrolment.store.policy_tables import POLICY_DRAFTS, REHEARSED_OUTCOMES
from enrolment.store.reading import Reader
from enrolment.store.tables import ENROLMENTS, MOVES, ORGANISATIONS, PROFILES, SEATS, TRAINING_ACTIONS

_APPROVALS = (
    Decision.APPROVE, Decision.APPROVE_AND_ENROL, Decision.APPROVE_FOR_WAITING_LIST, Decision.REQUEST_SEAT,
    Decision.REQUEST_AND_ENROL, Decision.REQUEST_WAITING_PLACE,
)  # fmt: skip
_DEPARTURES = (
    Decision.CANCEL, Decision.WITHDRAW_CONSENT, Decision.CLOSE_ACCOUNT,
)  # fmt: skip
# These give the right back, whenever they come.
_ENDINGS = (
    Decision.DECLINE, Decision.CANCEL_AS_STAFF, Decision.CALL_OFF, Decision.LOSE_AFFILIATION, Decision.LEAVE_OFFER,
    Decision.LAPSE_OFFER,
)  # fmt: skip
_PROMOTIONS = (Decision.PROMOTE, Decision.PROMOTE_AND_ENROL, Decision.OFFER)


def every(session: Session) -> list[PolicyDraft]:
    """All drafts, last edited first."""
    return list(session.scalars(select(PolicyDraft).order_by(POLICY_DRAFTS.c.updated_at.desc())))


def get(session: Session, draft_id: UUID, *, lock: bool = False) -> PolicyDraft:
    """One draft.

    Raises:
        NotFound: there is none.
    """
    found = session.get(PolicyDraft, draft_id, with_for_update=lock or None, populate_existing=lock)
    if found is None:
        raise NotFound
    return found


def remove(session: Session, draft_id: UUID) -> None:
    """The draft and what was rehearsed."""
    session.execute(delete(POLICY_DRAFTS).where(POLICY_DRAFTS.c.draft_id == draft_id))


def clear_outcomes(session: Session, draft_id: UUID) -> None:
    """What was rehearsed before."""
    session.execute(delete(REHEARSED_OUTCOMES).where(REHEARSED_OUTCOMES.c.draft_id == draft_id))


def note_progress(session: Session, draft_id: UUID, *, version: int, done: int, total: int) -> bool:
    """How far a rehearsal has come; whether the draft still is the one that is rehearsed."""
    statement = update(POLICY_DRAFTS).where(POLICY_DRAFTS.c.draft_id == draft_id, POLICY_DRAFTS.c.version == version)
    values = {"rehearsal_state": RehearsalState.RUNNING, "rehearsal_done": done, "rehearsal_total": total}
    row = session.execute(statement.values(**values).returning(POLICY_DRAFTS.c.draft_id)).first()
    return row is not None


def keep_outcomes(session: Session, draft: PolicyDraft, *, changed: Iterable[Changed], now: datetime) -> None:
    """The rehearsal is done; what it found before is replaced."""
    clear_outcomes(session, draft.draft_id)
    rows = [
        {
            "draft_id": draft.draft_id,
            "enrolment_id": entry.enrolment_id,
            "requested_at": entry.requested_at,
            "outcome_before": entry.before.outcome,
            "outcome_after": entry.after.outcome,
            "right_used_before": entry.before.right_used,
            "right_used_after": entry.after.right_used,
        }
        for entry in changed
    ]
    if rows:
        session.execute(insert(REHEARSED_OUTCOMES), rows)
    draft.rehearsal_state, draft.rehearsal_done, draft.rehearsed_at = RehearsalState.DONE, draft.rehearsal_total, now
    session.flush()


def outcomes(
    reader: Reader, draft_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None
) -> list[dict[str, Any]]:
    """Whose outcome changes, first asked first."""
    found = REHEARSED_OUTCOMES.c
    statement = (
        select(
            *(column for column in found if column.name != "draft_id"),
            PROFILES.c.given_name, PROFILES.c.family_name, ORGANISATIONS.c.name.label("organisation_name"),
            TRAINING_ACTIONS.c.title.label("action_title"),
        )
        .join(ENROLMENTS, ENROLMENTS.c.enrolment_id == found.enrolment_id)
        .outerjoin(PROFILES, PROFILES.c.account_id == ENROLMENTS.c.account_id)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == ENROLMENTS.c.organisation_id)
        .outerjoin(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .where(found.draft_id == draft_id)
        .order_by(found.requested_at, found.enrolment_id)
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        statement = statement.where(tuple_(found.requested_at, found.enrolment_id) > after)
    return [dict(row._mapping) for row in reader.execute(statement)]


def summary(reader: Reader, draft_id: UUID) -> list[dict[str, Any]]:
    """How many requests go from which outcome to which."""
    found = REHEARSED_OUTCOMES.c
    ways = (found.outcome_before, found.right_used_before, found.outcome_after, found.right_used_after)
    statement = select(*ways, func.count().label("count")).where(found.draft_id == draft_id).group_by(*ways)
    return [dict(row._mapping) for row in reader.execute(statement.order_by(func.count().desc(), *ways))]


def cases_of_year(session: Session, year: int) -> list[Case]:
    """The requests of a year with the moments at which people acted on them."""

    def first(decisions: Iterable[Decision], *, by_somebody: bool = False) -> Any:
        wanted = MOVES.c.decision.in_(tuple(decisions))
        return func.min(MOVES.c.occurred_at).filter(wanted & MOVES.c.account_id.is_not(None) if by_somebody else wanted)

    names = (
        "enrolment_id", "account_id", "organisation_id", "training_session_id", "year", "is_member_only",
        "counts_as_formation", "requested_at",
    )  # fmt: skip
    statement = (
        select(
            *(ENROLMENTS.c[name] for name in names),
            first(_APPROVALS).label("approved_at"),
            first(_DEPARTURES).label("left_at"),
            first(_ENDINGS).label("ended_by_others_at"),
            func.max(MOVES.c.occurred_at).filter(MOVES.c.status == Status.ABSENT).label("absent_at"),
            first(_PROMOTIONS, by_somebody=True).label("promoted_by_hand_at"),
        )
        .join(MOVES, MOVES.c.enrolment_id == ENROLMENTS.c.enrolment_id)
        .where(ENROLMENTS.c.year == year)
        .group_by(ENROLMENTS.c.enrolment_id)
        .order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)
    )
    return [Case(**row._mapping) for row in session.execute(statement)]


def occasions_of(session: Session, training_session_ids: Iterable[UUID]) -> dict[UUID, Occasion]:
    """The sessions as they stand."""
    known = targets.read(session, training_session_ids)
    rows = session.execute(select(SEATS).where(SEATS.c.training_session_id.in_(known)))
    seats = {row.training_session_id: row for row in rows}
    return {
        key: Occasion(
            training_session_id=key,
            training_action_id=target.training_action_id,
            first_day=target.first_day,
            begins_on=target.begins_on,
            begins_at=target.begins_at,
            is_capped=target.is_capped,
            capacity=seats[key].wanted_capacity,
            waiting_list_capacity=seats[key].waiting_list_capacity,
        )
        for key, target in known.items()
        if key in seats
    }
