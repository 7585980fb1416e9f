"""Who is promoted: in order, with a right, under the cap, never more than there are seats."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from enrolment.domain.waiting_list import Room, Waiting, choose_to_promote


def person(number: int, organisation: int = 0, *, has_right: bool = True) -> Waiting:
    key = UUID(int=number)
    return Waiting(enrolment_id=key, account_id=key, organisation_id=UUID(int=organisation), has_right=has_right)


def promoted(waiting: list[Waiting], room: Room) -> list[int]:
    return [chosen.enrolment_id.int for chosen in choose_to_promote(waiting, room)]


def test_the_first_ones_get_the_free_seats() -> None:
    assert promoted([person(1), person(2), person(3)], Room(free=2, cap=None, present={})) == [1, 2]


def test_who_has_no_right_left_is_skipped() -> None:
    assert promoted([person(1, has_right=False), person(2)], Room(free=1, cap=None, present={})) == [2]


def test_a_third_colleague_waits_until_the_cap_is_lifted() -> None:
    waiting = [person(1, 7), person(2, 7), person(3, 7), person(4, 8)]
    room = Room(free=4, cap=2, present={UUID(int=7): 1})
    assert promoted(waiting, room) == [1, 4]
    lifted = Room(free=4, cap=2, present={UUID(int=7): 1}, is_cap_lifted=True)
    assert promoted(waiting, lifted) == [1, 4, 2, 3]


PEOPLE = st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=12).map(
    lambda rows: [person(number, organisation, has_right=right) for number, (organisation, right) in enumerate(rows)]
)
ROOMS = st.builds(
    Room,
    free=st.one_of(st.none(), st.integers(0, 6)),
    cap=st.one_of(st.none(), st.integers(0, 3)),
    present=st.dictionaries(st.integers(0, 3).map(lambda number: UUID(int=number)), st.integers(0, 4)),
    is_cap_lifted=st.booleans(),
)


@given(waiting=PEOPLE, room=ROOMS)
def test_whatever_the_list_nobody_is_wronged(waiting: list[Waiting], room: Room) -> None:
    chosen = choose_to_promote(waiting, room)
    assert len(set(chosen)) == len(chosen)
    assert room.free is None or len(chosen) <= room.free
    assert all(person.has_right for person in chosen)
    left = [person for person in waiting if person not in chosen and person.has_right]
    is_full = room.free is not None and len(chosen) == room.free
    counted = Counter(dict(room.present)) + Counter(person.organisation_id for person in chosen)
    if not room.is_cap_lifted:
        gained = {person.organisation_id for person in chosen}
        assert room.cap is None or all(counted[organisation] <= room.cap for organisation in gained)
    for person in left:
        over_cap = room.cap is not None and counted[person.organisation_id] >= room.cap
        assert is_full or (over_cap and not room.is_cap_lifted)


@given(waiting=PEOPLE, free=st.integers(0, 6))
def test_without_a_cap_the_order_of_requests_is_kept(waiting: list[Waiting], free: int) -> None:
    eligible = [person for person in waiting if person.has_right]
    assert choose_to_promote(waiting, Room(free=free, cap=None, present={})) == eligible[:free]
