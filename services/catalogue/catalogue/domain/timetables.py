"""The plan of a session as an editor writes it, and the timetable it becomes when it holds together."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from catalogue.domain.errors import DurationInconsistent, SessionPlanInvalid
from catalogue.domain.paris_time import end_of, start_of
from catalogue.domain.slots import Fault, Slot, SlotPlan, adds_up, faults_of_plans, hours_of, lay_out, overlaps_of


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """A session as an editor writes it.

    A dated session has slots (its range defaults to their days); a self-paced one has a range and no slots, and may
    have no limit of seats (`capacity` None). Registration opens now and closes at the beginning, unless said otherwise.
    `duration_confirmed`: the slots are meant, though they do not add up to the announced days.
    """

    capacity: int | None
    waiting_list_capacity: int = 0
    first_day: date | None = None
    last_day: date | None = None
    slots: tuple[SlotPlan, ...] = ()
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    duration_confirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Timetable:
    """When and where a session takes place. It began, for every rule, at `begins_at`: the end of a self-paced range."""

    first_day: date
    last_day: date
    starts_at: datetime
    ends_at: datetime
    begins_at: datetime
    slots: tuple[Slot, ...]


@dataclass(frozen=True, kw_only=True)
class Terms:
    """On what terms people register."""

    capacity: int | None
    waiting_list_capacity: int
    registration_opens_at: datetime
    registration_closes_at: datetime


def _range_faults(plan: SessionPlan, *, self_paced: bool) -> list[Fault]:
    if self_paced and (plan.first_day is None or plan.last_day is None):
        return [{"fault": "range-missing"}]
    if plan.first_day is not None and plan.last_day is not None and plan.last_day < plan.first_day:
        return [{"fault": "range-reversed"}]
    return []


def _slot_faults(plan: SessionPlan, *, self_paced: bool) -> list[Fault]:
    if self_paced:
        return [{"fault": "slots-unexpected"}] if plan.slots else []
    if not plan.slots:
        return [{"fault": "slots-missing"}]
    faults = faults_of_plans(plan.slots)
    for position, slot in enumerate(plan.slots):
        too_early = plan.first_day is not None and slot.day < plan.first_day
        too_late = plan.last_day is not None and slot.day > plan.last_day
        if too_early or too_late:
            faults.append({"fault": "outside-range", "slots": [position]})
    laid_out = [slot for slot in map(lay_out, plan.slots) if slot is not None]
    return faults if faults else overlaps_of(laid_out)


def _seat_faults(plan: SessionPlan, *, self_paced: bool) -> list[Fault]:
    faults: list[Fault] = []
    if plan.capacity is None and not self_paced:
        faults.append({"fault": "capacity-missing"})
    if plan.capacity is not None and plan.capacity < 1:
        faults.append({"fault": "capacity-too-small"})
    if plan.waiting_list_capacity < 0:
        faults.append({"fault": "waiting-list-negative"})
    return faults


def _identity_faults(plan: SessionPlan, *, known: frozenset[UUID] | None) -> list[Fault]:
    """`known`: the slots of the session that is revised; None for a new session, whose slots may bring their keys."""
    named = [slot.slot_id for slot in plan.slots if slot.slot_id is not None]
    faults: list[Fault] = []
    if len(set(named)) != len(named):
        faults.append({"fault": "slot-named-twice"})
    if known is not None:
        unknown = [place for place, slot in enumerate(plan.slots) if slot.slot_id and slot.slot_id not in known]
        if unknown:
            faults.append({"fault": "slot-unknown", "slots": unknown})
    return faults


def timetable_of(plan: SessionPlan, *, self_paced: bool, known_slots: frozenset[UUID] | None = None) -> Timetable:
    """The timetable of a plan that holds together.

    Raises:
        SessionPlanInvalid: names every fault at once.
    """
    faults = [
        *_range_faults(plan, self_paced=self_paced),
        *_slot_faults(plan, self_paced=self_paced),
        *_seat_faults(plan, self_paced=self_paced),
        *_identity_faults(plan, known=known_slots),
    ]
    if faults:
        raise SessionPlanInvalid(figures={"faults": faults})
    if plan.first_day is not None and plan.last_day is not None and self_paced:
        return Timetable(
            first_day=plan.first_day,
            last_day=plan.last_day,
            starts_at=start_of(plan.first_day),
            ends_at=end_of(plan.last_day),
            begins_at=end_of(plan.last_day),
            slots=(),
        )
    slots = sorted((slot for slot in map(lay_out, plan.slots) if slot is not None), key=lambda slot: slot.starts_at)
    return Timetable(
        first_day=plan.first_day or slots[0].day,
        last_day=plan.last_day or slots[-1].day,
        starts_at=slots[0].starts_at,
        ends_at=slots[-1].ends_at,
        begins_at=slots[0].starts_at,
        slots=tuple(slots),
    )


def check_duration(timetable: Timetable, *, duration_days: Decimal, confirmed: bool) -> None:
    """
    Raises:
        DurationInconsistent: with the hours found and the days announced.
    """
    if not timetable.slots or confirmed or adds_up(timetable.slots, duration_days=duration_days):
        return
    raise DurationInconsistent(
        figures={
            "duration_days": str(duration_days),
            "slot_hours": str(hours_of(timetable.slots).quantize(Decimal("0.01"))),
        },
        next_step="confirm-duration",
    )


def terms_of(plan: SessionPlan, timetable: Timetable, *, opens_at: datetime, closes_at: datetime) -> Terms:
    """The terms of a plan; `opens_at` and `closes_at` stand where the plan says nothing.

    Raises:
        SessionPlanInvalid: registration would close before it opens, or after the beginning.
    """
    terms = Terms(
        capacity=plan.capacity,
        waiting_list_capacity=plan.waiting_list_capacity,
        registration_opens_at=plan.registration_opens_at or opens_at,
        registration_closes_at=plan.registration_closes_at or closes_at,
    )
    faults: list[Fault] = []
    if terms.registration_closes_at <= terms.registration_opens_at:
        faults.append({"fault": "registration-reversed"})
    if terms.registration_closes_at > timetable.begins_at:
        faults.append({"fault": "registration-after-beginning"})
    if faults:
        raise SessionPlanInvalid(figures={"faults": faults})
    return terms
