"""Slots: intervals on ONE day each, as planned in Paris hours and as laid out in UTC instants."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from catalogue.domain.paris_time import instant_of
from catalogue.domain.place_names import place_key
from catalogue.domain.training_actions import DeliveryMode
from chassis.ids import new_id

# A training day holds 5 to 9 hours of slots, pauses included; what lies outside must be confirmed.
SHORTEST_DAY_H = Decimal(5)
LONGEST_DAY_H = Decimal(9)

Fault = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where people meet. `postcode` has five digits."""

    name: str
    street: str
    postcode: str
    city: str


@dataclass(frozen=True, kw_only=True)
class SlotPlan:
    """A slot as an editor writes it: hours of Paris. `slot_id` names the slot that is changed, None makes a new one."""

    day: date
    start_time: time
    end_time: time
    delivery_mode: DeliveryMode
    place: Place | None = None
    map_url: str | None = None
    remote_url: str | None = None
    slot_id: UUID | None = None


@dataclass(eq=False)
class Slot:
    """A slot as it is kept: UTC instants, beside the day that people read."""

    slot_id: UUID
    day: date
    starts_at: datetime
    ends_at: datetime
    delivery_mode: DeliveryMode
    place_name: str | None = None
    street: str | None = None
    postcode: str | None = None
    city: str | None = None
    city_key: str | None = None
    map_url: str | None = None
    remote_url: str | None = None

    @property
    def place(self) -> Place | None:
        """None where there is nowhere to go."""
        if self.place_name is None or self.city is None:
            return None
        return Place(name=self.place_name, street=self.street or "", postcode=self.postcode or "", city=self.city)

    @property
    def when_and_where(self) -> tuple[object, ...]:
        """What makes a session moved when it differs; a new link does not."""
        return (self.slot_id, self.starts_at, self.ends_at, self.delivery_mode, self.place)

    @property
    def links(self) -> tuple[str | None, str | None]:
        """What may be told later without moving anything."""
        return (self.map_url, self.remote_url)


def lay_out(plan: SlotPlan) -> Slot | None:
    """The slot in UTC; None where the clock skips one of its hours."""
    starts_at, ends_at = instant_of(plan.day, plan.start_time), instant_of(plan.day, plan.end_time)
    if starts_at is None or ends_at is None:
        return None
    place = plan.place
    return Slot(
        slot_id=plan.slot_id or new_id(),
        day=plan.day,
        starts_at=starts_at,
        ends_at=ends_at,
        delivery_mode=plan.delivery_mode,
        place_name=place.name if place else None,
        street=place.street if place else None,
        postcode=place.postcode if place else None,
        city=place.city if place else None,
        city_key=place_key(place.city) if place else None,
        map_url=plan.map_url,
        remote_url=plan.remote_url,
    )


def faults_of_plans(plans: Sequence[SlotPlan]) -> list[Fault]:
    """What is wrong with each slot by itself; positions count from 0."""
    faults: list[Fault] = []
    for position, plan in enumerate(plans):
        slot = lay_out(plan)
        if slot is None:
            faults.append({"fault": "hour-skipped-by-the-clock", "slots": [position]})
        elif slot.ends_at <= slot.starts_at:
            faults.append({"fault": "ends-before-start", "slots": [position]})
        if plan.delivery_mode is not DeliveryMode.REMOTE and plan.place is None:
            faults.append({"fault": "place-missing", "slots": [position]})
    return faults


def overlaps_of(slots: Sequence[Slot]) -> list[Fault]:
    """Pairs of slots that share time; positions count from 0 in the given order."""
    ordered = sorted(enumerate(slots), key=lambda pair: (pair[1].starts_at, pair[1].ends_at))
    return [
        {"fault": "overlap", "slots": sorted([before, after])}
        for (before, first), (after, second) in pairwise(ordered)
        if second.starts_at < first.ends_at
    ]


def hours_of(slots: Sequence[Slot]) -> Decimal:
    """Hours between start and end, pauses included."""
    seconds = sum(int((slot.ends_at - slot.starts_at).total_seconds()) for slot in slots)
    return Decimal(seconds) / 3600


def adds_up(slots: Sequence[Slot], *, duration_days: Decimal) -> bool:
    """Whether the hours of the slots make the announced days."""
    return SHORTEST_DAY_H * duration_days <= hours_of(slots) <= LONGEST_DAY_H * duration_days
