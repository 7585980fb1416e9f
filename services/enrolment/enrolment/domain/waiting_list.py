"""Who is promoted from the waiting list, and in which order."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One person on the list. `has_right` is false where the quota of the year is used up."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    has_right: bool


@dataclass(frozen=True, kw_only=True)
class Room:
    """What there is to give. `free` None: no limit; `cap` None: organisations are not limited.

    `present` counts the people of each organisation that the cap counts already.
    `is_cap_lifted`: people beyond the cap may take what remains after everybody else.
    """

    free: int | None
    cap: int | None
    present: Mapping[UUID, int]
    is_cap_lifted: bool = False


def choose_to_promote(waiting: Sequence[Waiting], room: Room) -> list[Waiting]:
    """Who gets a seat, in this order. `waiting` is in order of request date; who is skipped keeps their rank."""
    present = Counter(dict(room.present))
    chosen: list[Waiting] = []
    beyond_cap: list[Waiting] = []
    for person in waiting:
        if not person.has_right:
            continue
        if room.cap is not None and present[person.organisation_id] >= room.cap:
            beyond_cap.append(person)
            continue
        if room.free is None or len(chosen) < room.free:
            chosen.append(person)
            present[person.organisation_id] += 1
    if room.is_cap_lifted:
        chosen += beyond_cap if room.free is None else beyond_cap[: room.free - len(chosen)]
    return chosen
