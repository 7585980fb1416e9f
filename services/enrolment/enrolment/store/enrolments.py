"""Requests and their moves."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from enrolment.domain.conflicts import Commitment
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.moves import Move
from enrolment.domain.statuses import LIVE, TAKEN, UNDECIDED, Status
from enrolment.store.tables import ENROLMENTS, MOVES, TRAINING_ACTIONS, TRAINING_SESSIONS


def get(session: Session, enrolment_id: UUID) -> Enrolment:
    """A request as it stands, unlocked.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Enrolment, enrolment_id)
    if found is None:
        raise NotFound
    return found


def lock(session: Session, enrolment_ids: Iterable[UUID]) -> dict[UUID, Enrolment]:
    """Lock requests in the order of their keys and read them again; the last lock of the order."""
    wanted = list(enrolment_ids)
    if not wanted:
        return {}
    statement = (
        select(Enrolment)
        .where(ENROLMENTS.c.enrolment_id.in_(wanted))
        .order_by(ENROLMENTS.c.enrolment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {found.enrolment_id: found for found in session.scalars(statement)}


def lock_one(session: Session, enrolment_id: UUID) -> Enrolment:
    """Lock one request and read it again."""
    return lock(session, [enrolment_id])[enrolment_id]


def read(session: Session, enrolment_ids: Iterable[UUID]) -> list[Enrolment]:
    """Requests as they stand, unlocked."""
    return list(session.scalars(select(Enrolment).where(ENROLMENTS.c.enrolment_id.in_(list(enrolment_ids)))))


def of_session(session: Session, training_session_id: UUID, *, statuses: Collection[Status]) -> list[UUID]:
    """Requests for a session in these states, first asked first."""
    statement = (
        select(ENROLMENTS.c.enrolment_id)
        .where(ENROLMENTS.c.training_session_id == training_session_id, ENROLMENTS.c.status.in_(statuses))
        .order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)
    )
    return list(session.scalars(statement))


def waiting(session: Session, training_session_id: UUID) -> list[Enrolment]:
    """The waiting list in order of request date. Its members change under the lock of the session only."""
    statement = (
        select(Enrolment)
        .where(ENROLMENTS.c.training_session_id == training_session_id, ENROLMENTS.c.status == Status.WAITLISTED)
        .order_by(ENROLMENTS.c.requested_at, ENROLMENTS.c.enrolment_id)
    )
    return list(session.scalars(statement))


def live_of(
    session: Session, *, account_id: UUID | None = None, organisation_id: UUID | None = None
) -> list[Enrolment]:
    """Live requests of a person, or made for an organisation."""
    statement = select(Enrolment).where(ENROLMENTS.c.status.in_(LIVE)).order_by(ENROLMENTS.c.enrolment_id)
    if account_id is not None:
        statement = statement.where(ENROLMENTS.c.account_id == account_id)
    if organisation_id is not None:
        statement = statement.where(ENROLMENTS.c.organisation_id == organisation_id)
    return list(session.scalars(statement))


def waiting_elsewhere(session: Session, left: Collection[Enrolment]) -> set[UUID]:
    """Sessions on whose list somebody may profit when `left` end: the same person, or colleagues on the same action."""
    waitlisted = ENROLMENTS.c.status == Status.WAITLISTED
    found: set[UUID] = set()
    people = {enrolment.account_id for enrolment in left}
    pairs = {(enrolment.training_action_id, enrolment.organisation_id) for enrolment in left}
    rows = session.execute(
        select(ENROLMENTS.c.training_session_id, ENROLMENTS.c.account_id, ENROLMENTS.c.training_action_id,
               ENROLMENTS.c.organisation_id)
        .where(waitlisted)
        .where(
            ENROLMENTS.c.account_id.in_(people)
            | ENROLMENTS.c.organisation_id.in_({organisation for _, organisation in pairs})
        )
    )  # fmt: skip
    for row in rows:
        if row.account_id in people or (row.training_action_id, row.organisation_id) in pairs:
            found.add(row.training_session_id)
    return found


def commitments(session: Session, account_id: UUID, *, but_session: UUID) -> list[Commitment]:
    """Live requests of a person for other sessions, with their slots."""
    statement = (
        select(
            ENROLMENTS.c.enrolment_id, ENROLMENTS.c.training_session_id, ENROLMENTS.c.status, TRAINING_ACTIONS.c.title,
            TRAINING_SESSIONS.c.slots,
        )
        .join(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id)
        .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .where(
            ENROLMENTS.c.account_id == account_id,
            ENROLMENTS.c.status.in_(LIVE),
            ENROLMENTS.c.training_session_id != but_session,
        )
    )  # fmt: skip
    return [Commitment(**row._mapping) for row in session.execute(statement)]


def lapsed_offers(session: Session, *, now: datetime) -> list[UUID]:
    """Offers whose time to answer is over."""
    statement = (
        select(ENROLMENTS.c.enrolment_id)
        .where(ENROLMENTS.c.status == Status.OFFERED, ENROLMENTS.c.offer_expires_at <= now)
        .order_by(ENROLMENTS.c.offer_expires_at)
    )
    return list(session.scalars(statement))


def counted(session: Session, training_session_id: UUID) -> tuple[int, int]:
    """Seats taken and people waiting, counted."""
    taken, waitlisted = session.execute(
        select(
            func.count().filter(ENROLMENTS.c.status.in_(TAKEN)),
            func.count().filter(ENROLMENTS.c.status == Status.WAITLISTED),
        ).where(ENROLMENTS.c.training_session_id == training_session_id)
    ).one()
    return taken, waitlisted


_BEGINS_AT = TRAINING_SESSIONS.c.starts_at
_ENDS_AT = TRAINING_SESSIONS.c.ends_at


def begun_with_undecided(session: Session, *, now: datetime) -> list[UUID]:
    """Sessions that have begun while somebody still owes a decision."""
    begun = (TRAINING_ACTIONS.c.is_self_paced & (now >= _ENDS_AT)) | (
        ~TRAINING_ACTIONS.c.is_self_paced & (now >= _BEGINS_AT)
    )
    statement = (
        select(ENROLMENTS.c.training_session_id)
        .distinct()
        .join(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id)
        .join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == ENROLMENTS.c.training_action_id)
        .where(ENROLMENTS.c.status.in_(UNDECIDED), begun)
    )
    return sorted(session.scalars(statement))


def sessions_with_waiting(session: Session) -> list[UUID]:
    """Sessions with somebody on their list."""
    statement = select(ENROLMENTS.c.training_session_id).where(ENROLMENTS.c.status == Status.WAITLISTED).distinct()
    return sorted(session.scalars(statement))


def cancelled_with_live(session: Session) -> list[UUID]:
    """Cancelled sessions with a live request: nobody should find any."""
    statement = (
        select(ENROLMENTS.c.training_session_id)
        .distinct()
        .join(TRAINING_SESSIONS, TRAINING_SESSIONS.c.training_session_id == ENROLMENTS.c.training_session_id)
        .where(ENROLMENTS.c.status.in_(LIVE), TRAINING_SESSIONS.c.is_cancelled)
    )
    return sorted(session.scalars(statement))


def moves_of(session: Session, enrolment_id: UUID) -> list[Move]:
    """Every move, first one first."""
    statement = select(Move).where(MOVES.c.enrolment_id == enrolment_id).order_by(MOVES.c.number)
    return list(session.scalars(statement))


def page_with_last_move(
    session: Session, after: UUID | None, *, limit: int, statuses: Collection[Status]
) -> list[tuple[Enrolment, Move]]:
    """Requests with their last move in order of their key, for replay."""
    statement = (
        select(Enrolment, Move)
        .join(Move, (MOVES.c.enrolment_id == ENROLMENTS.c.enrolment_id) & (MOVES.c.number == ENROLMENTS.c.version))
        .where(ENROLMENTS.c.status.in_(statuses))
        .order_by(ENROLMENTS.c.enrolment_id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(ENROLMENTS.c.enrolment_id > after)
    return [(row[0], row[1]) for row in session.execute(statement)]


def erase_words(session: Session, account_id: UUID) -> None:
    """Remove what a person wrote: motivations, and the reasons of their own moves."""
    session.execute(update(ENROLMENTS).where(ENROLMENTS.c.account_id == account_id).values(motivation=""))
    session.execute(update(ENROLMENTS).where(ENROLMENTS.c.decided_by == account_id).values(reason=None))
    session.execute(update(MOVES).where(MOVES.c.account_id == account_id).values(reason=None))
