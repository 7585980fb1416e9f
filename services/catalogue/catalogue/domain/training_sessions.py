"""A training session: one dated run of an action."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from catalogue.domain.errors import SessionCancelled, SessionOver, SessionPlanInvalid
from catalogue.domain.slots import Slot
from catalogue.domain.timetables import SessionPlan, Terms, Timetable, check_duration, terms_of, timetable_of


class SessionStatus(StrEnum):
    """A cancelled session stays, so that people can be told."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(eq=False)
class TrainingSession:
    """`version` counts what was said to the other services; every write is said."""

    training_session_id: UUID
    training_action_id: UUID
    is_self_paced: bool
    capacity: int | None
    waiting_list_capacity: int
    registration_opens_at: datetime
    registration_closes_at: datetime
    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    begins_at: datetime
    scheduled_at: datetime
    slots: list[Slot] = field(default_factory=list)
    status: SessionStatus = SessionStatus.SCHEDULED
    version: int = 1
    cancelled_at: datetime | None = None

    def check_changeable(self, *, now: datetime) -> None:
        """
        Raises:
            SessionCancelled, SessionOver
        """
        if self.status is SessionStatus.CANCELLED:
            raise SessionCancelled()
        if self.ends_at <= now:
            raise SessionOver(figures={"ends_at": self.ends_at.isoformat()})

    def would_move(self, timetable: Timetable) -> bool:
        """Whether people would have to come at another time or to another place."""
        wanted = (timetable.first_day, timetable.last_day, {slot.when_and_where for slot in timetable.slots})
        return self._when_and_where() != wanted

    def would_change(self, terms: Terms, timetable: Timetable) -> bool:
        """Whether seats, registration window or links would differ."""
        links = {slot.slot_id: slot.links for slot in self.slots}
        return self.terms != terms or links != {slot.slot_id: slot.links for slot in timetable.slots}

    def move(self, timetable: Timetable) -> bool:
        """Take another timetable; says whether it differs. Slots that keep their key keep their row."""
        if not self.would_move(timetable):
            return False
        self._lay(timetable)
        self.registration_closes_at = min(self.registration_closes_at, timetable.begins_at)
        self.version += 1
        return True

    def change_terms(self, terms: Terms, timetable: Timetable) -> bool:
        """Take other terms and the links of `timetable`; says whether anything differs."""
        if not self.would_change(terms, timetable):
            return False
        self.capacity = terms.capacity
        self.waiting_list_capacity = terms.waiting_list_capacity
        self.registration_opens_at = terms.registration_opens_at
        self.registration_closes_at = terms.registration_closes_at
        self._lay(timetable)
        self.version += 1
        return True

    def cancel(self, *, now: datetime) -> None:
        """Call the session off.

        Raises:
            SessionCancelled, SessionOver
        """
        self.check_changeable(now=now)
        self.status = SessionStatus.CANCELLED
        self.cancelled_at = now
        self.version += 1

    @property
    def terms(self) -> Terms:
        """On what terms people register."""
        return Terms(
            capacity=self.capacity,
            waiting_list_capacity=self.waiting_list_capacity,
            registration_opens_at=self.registration_opens_at,
            registration_closes_at=self.registration_closes_at,
        )

    def _when_and_where(self) -> tuple[date, date, set[tuple[object, ...]]]:
        return self.first_day, self.last_day, {slot.when_and_where for slot in self.slots}

    def _lay(self, timetable: Timetable) -> None:
        kept = {slot.slot_id: slot for slot in self.slots}
        self.slots = [_updated(kept.get(slot.slot_id), slot) for slot in timetable.slots]
        self.first_day, self.last_day = timetable.first_day, timetable.last_day
        self.starts_at, self.ends_at = timetable.starts_at, timetable.ends_at
        self.begins_at = timetable.begins_at


_SLOT_FIELDS = (
    "day", "starts_at", "ends_at", "delivery_mode", "place_name", "street", "postcode", "city", "city_key",
    "map_url", "remote_url",
)  # fmt: skip


def _updated(kept: Slot | None, wanted: Slot) -> Slot:
    if kept is None or kept is wanted:
        return wanted
    for name in _SLOT_FIELDS:
        setattr(kept, name, getattr(wanted, name))
    return kept


@dataclass(frozen=True, kw_only=True)
class Run:
    """What a session inherits from its action."""

    training_action_id: UUID
    self_paced: bool
    duration_days: Decimal


def plan_session(training_session_id: UUID, plan: SessionPlan, *, run: Run, now: datetime) -> TrainingSession:
    """A new session.

    Raises:
        SessionPlanInvalid, DurationInconsistent
    """
    timetable = timetable_of(plan, self_paced=run.self_paced)
    if timetable.begins_at <= now:
        raise SessionPlanInvalid(figures={"faults": [{"fault": "in-the-past"}]})
    check_duration(timetable, duration_days=run.duration_days, confirmed=plan.duration_confirmed)
    terms = terms_of(plan, timetable, opens_at=now, closes_at=timetable.begins_at)
    return TrainingSession(
        training_session_id=training_session_id,
        training_action_id=run.training_action_id,
        is_self_paced=run.self_paced,
        capacity=terms.capacity,
        waiting_list_capacity=terms.waiting_list_capacity,
        registration_opens_at=terms.registration_opens_at,
        registration_closes_at=terms.registration_closes_at,
        first_day=timetable.first_day,
        last_day=timetable.last_day,
        starts_at=timetable.starts_at,
        ends_at=timetable.ends_at,
        begins_at=timetable.begins_at,
        scheduled_at=now,
        slots=list(timetable.slots),
    )


def replan(training_session: TrainingSession, plan: SessionPlan, *, run: Run, now: datetime) -> tuple[Timetable, Terms]:
    """The timetable and the terms of a session that is revised; what the plan leaves out stays.

    Raises:
        SessionCancelled, SessionOver, SessionPlanInvalid, DurationInconsistent
    """
    training_session.check_changeable(now=now)
    known = frozenset(slot.slot_id for slot in training_session.slots)
    timetable = timetable_of(plan, self_paced=training_session.is_self_paced, known_slots=known)
    if timetable.ends_at <= now:
        raise SessionPlanInvalid(figures={"faults": [{"fault": "in-the-past"}]})
    check_duration(timetable, duration_days=run.duration_days, confirmed=plan.duration_confirmed)
    # Registration that closes with the beginning goes on doing so.
    closes_with_beginning = training_session.registration_closes_at == training_session.begins_at
    kept_until = min(training_session.registration_closes_at, timetable.begins_at)
    closes_at = timetable.begins_at if closes_with_beginning else kept_until
    return timetable, terms_of(plan, timetable, opens_at=training_session.registration_opens_at, closes_at=closes_at)
