"""The seat row of each session: the first lock of the house's order, and the one count of seats."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Update, bindparam, case, func, null, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from enrolment.domain.seats import Seats
from enrolment.domain.statuses import TAKEN, Status
from enrolment.store.tables import ENROLMENTS, SEATS

_FULL = SEATS.c.capacity.is_not(None) & (SEATS.c.taken >= SEATS.c.capacity)
_LIST_HAS_ROOM = SEATS.c.waiting < SEATS.c.waiting_list_capacity

_IS_IT = SEATS.c.training_session_id == bindparam("session_id")
_FIND = select(SEATS).where(_IS_IT)
_CLAIM = (
    update(SEATS)
    .where(_IS_IT, or_(_FULL & _LIST_HAS_ROOM, ~_FULL & (SEATS.c.waiting == 0)))
    .values(
        taken=SEATS.c.taken + case((_FULL, 0), else_=1),
        waiting=SEATS.c.waiting + case((_FULL, 1), else_=0),
    )
    .returning(*SEATS.c)
)
_NEXT_VERSION = (
    update(SEATS).where(_IS_IT).values(version=SEATS.c.version + 1, told_at=bindparam("now")).returning(*SEATS.c)
)


def _seats(row: Row[Any] | None) -> Seats | None:
    return None if row is None else Seats(**row._mapping)


def _change(session: Session, statement: Update) -> Seats | None:
    return _seats(session.execute(statement.returning(*SEATS.c)).one_or_none())


def find(session: Session, training_session_id: UUID) -> Seats | None:
    """The row as it stands, unlocked; None before the catalogue has told the session."""
    return _seats(session.execute(_FIND, {"session_id": training_session_id}).one_or_none())


def lock(session: Session, training_session_ids: Iterable[UUID]) -> dict[UUID, Seats]:
    """Lock the rows, in the order of their keys."""
    statement = (
        select(SEATS)
        .where(SEATS.c.training_session_id.in_(list(training_session_ids)))
        .order_by(SEATS.c.training_session_id)
        .with_for_update()
    )
    return {row.training_session_id: Seats(**row._mapping) for row in session.execute(statement)}


def claim(session: Session, training_session_id: UUID) -> Seats | None:
    """A seat, else a place on the waiting list, by ONE conditional UPDATE; `waiting` of the answer is 0 for a seat.

    None: the list is full too, or seats are free while people wait, whose turn comes first.
    """
    return _seats(session.execute(_CLAIM, {"session_id": training_session_id}).one_or_none())


def take(session: Session, training_session_id: UUID, *, from_waiting_list: bool = False) -> Seats | None:
    """One more seat taken; None where none is left."""
    statement = (
        update(SEATS)
        .where(SEATS.c.training_session_id == training_session_id, ~_FULL)
        .values(taken=SEATS.c.taken + 1, waiting=SEATS.c.waiting - int(from_waiting_list))
    )
    return _change(session, statement)


def join_waiting_list(session: Session, training_session_id: UUID, *, from_seat: bool = False) -> Seats | None:
    """One more person waiting; None where the list is full. `from_seat` gives a seat claimed before back."""
    statement = (
        update(SEATS)
        .where(SEATS.c.training_session_id == training_session_id, _LIST_HAS_ROOM)
        .values(waiting=SEATS.c.waiting + 1, taken=SEATS.c.taken - int(from_seat))
    )
    return _change(session, statement)


def release(session: Session, training_session_id: UUID, *, seats: int = 0, waiting: int = 0) -> Seats | None:
    """Give seats and places on the list back; a capacity held up by the seats taken sinks towards the wanted one."""
    statement = (
        update(SEATS)
        .where(SEATS.c.training_session_id == training_session_id)
        .values(
            taken=SEATS.c.taken - seats,
            waiting=SEATS.c.waiting - waiting,
            capacity=_in_force(SEATS.c.wanted_capacity, SEATS.c.taken - seats),
        )
    )
    return _change(session, statement)


def _in_force(wanted: Any, taken: Any) -> Any:
    return case((wanted.is_(None), null()), else_=func.greatest(wanted, taken))


def want(
    session: Session, training_session_id: UUID, *, capacity: int | None, waiting_list_capacity: int
) -> Seats | None:
    """Take the capacity the catalogue tells, never below the seats taken; None where nothing changes."""
    fresh = insert(SEATS).values(
        training_session_id=training_session_id,
        wanted_capacity=capacity,
        capacity=capacity,
        taken=0,
        waiting=0,
        waiting_list_capacity=waiting_list_capacity,
        version=0,
    )
    statement = fresh.on_conflict_do_update(
        index_elements=[SEATS.c.training_session_id],
        set_={
            "wanted_capacity": fresh.excluded.wanted_capacity,
            "capacity": _in_force(fresh.excluded.wanted_capacity, SEATS.c.taken),
            "waiting_list_capacity": fresh.excluded.waiting_list_capacity,
        },
        where=SEATS.c.wanted_capacity.is_distinct_from(fresh.excluded.wanted_capacity)
        | (SEATS.c.waiting_list_capacity != fresh.excluded.waiting_list_capacity),
    )
    return _seats(session.execute(statement.returning(*SEATS.c)).one_or_none())


def next_version(session: Session, training_session_id: UUID, *, now: datetime) -> Seats | None:
    """The count under a new version, to be told; None where the session has none."""
    return _seats(session.execute(_NEXT_VERSION, {"session_id": training_session_id, "now": now}).one_or_none())


def mark_moved(session: Session, training_session_id: UUID, *, moved_at: datetime, free_until: datetime) -> None:
    """Remember that who asked before `moved_at` may leave without losing a right until `free_until`."""
    session.execute(
        update(SEATS)
        .where(SEATS.c.training_session_id == training_session_id)
        .values(moved_at=moved_at, free_cancellation_until=free_until)
    )


def recount(session: Session, training_session_id: UUID, *, taken: int, waiting: int) -> Seats | None:
    """Set the counts to what was counted under lock; None where they were right."""
    statement = (
        update(SEATS)
        .where(SEATS.c.training_session_id == training_session_id)
        .where(or_(SEATS.c.taken != taken, SEATS.c.waiting != waiting))
        .values(taken=taken, waiting=waiting, capacity=_in_force(SEATS.c.wanted_capacity, taken))
    )
    return _change(session, statement)


def page(session: Session, after: UUID | None, limit: int) -> list[Seats]:
    """Counts that were told, in order of their key, for replay."""
    statement = select(SEATS).where(SEATS.c.version > 0).order_by(SEATS.c.training_session_id).limit(limit)
    if after is not None:
        statement = statement.where(SEATS.c.training_session_id > after)
    return [Seats(**row._mapping) for row in session.execute(statement)]


def miscounted(session: Session) -> list[UUID]:
    """Sessions whose counts differ from their requests; unlocked."""
    counted = (
        select(
            ENROLMENTS.c.training_session_id,
            func.count().filter(ENROLMENTS.c.status.in_(TAKEN)).label("taken"),
            func.count().filter(ENROLMENTS.c.status == Status.WAITLISTED).label("waiting"),
        )
        .group_by(ENROLMENTS.c.training_session_id)
        .subquery()
    )
    statement = (
        select(SEATS.c.training_session_id)
        .outerjoin(counted, counted.c.training_session_id == SEATS.c.training_session_id)
        .where(
            (SEATS.c.taken != func.coalesce(counted.c.taken, 0))
            | (SEATS.c.waiting != func.coalesce(counted.c.waiting, 0))
        )
        .order_by(SEATS.c.training_session_id)
    )
    return list(session.scalars(statement))
