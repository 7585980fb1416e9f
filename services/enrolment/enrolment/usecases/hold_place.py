"""Hold a seat, or a place on the waiting list, for one person: never beyond capacity, never before one's turn."""

from datetime import datetime

from chassis.database import Session
from chassis.errors import DomainError
from enrolment.domain.errors import ActionFull
from enrolment.domain.moves import Act
from enrolment.domain.rights import rights_failures
from enrolment.domain.rules import is_over_cap, promotes_by_hand
from enrolment.domain.seats import Place, Seats
from enrolment.domain.targets import Target
from enrolment.store import rights, seats
from enrolment.usecases.lock_places import Newcomer, lock_places
from enrolment.usecases.promote_from_waiting_list import promote_from_waiting_list
from enrolment.usecases.tell_seats import tell_seats


def hold_place(session: Session, newcomer: Newcomer, *, act: Act) -> Place:
    """Claim first and check under the lock that the claim took; a refusal rolls the claim back.

    Raises:
        ActionFull: no seat, and no place on the list.
        RightsUsedUp: the quota of the year leaves no right.
    """
    target, now = newcomer.target, act.occurred_at
    place = _claim(session, newcomer, act=act)
    if place is Place.SEAT and target.is_capped:
        rights.lock_caps(session, [newcomer.cap_key])
        if _is_over_cap(session, newcomer, act=act):
            _require(
                session, seats.join_waiting_list(session, target.training_session_id, from_seat=True), target=target
            )
            place = Place.WAITING_LIST
    for failure in _rights_failures(session, newcomer, act=act):
        raise failure
    tell_seats(session, target.training_session_id, now=now)
    return place


def _claim(session: Session, newcomer: Newcomer, *, act: Act) -> Place:
    target = newcomer.target
    if _must_wait(session, newcomer, act=act):
        _require(session, seats.join_waiting_list(session, target.training_session_id), target=target)
        return Place.WAITING_LIST
    claimed = seats.claim(session, target.training_session_id)
    if claimed is None:
        return _claim_in_turn(session, newcomer, now=act.occurred_at)
    return Place.SEAT if claimed.waiting == 0 else Place.WAITING_LIST


def _claim_in_turn(session: Session, newcomer: Newcomer, *, now: datetime) -> Place:
    """Seats are free while people wait, or the list is full: those whose turn it is come first."""
    target = newcomer.target
    lock_places(session, [target.training_session_id], newcomer=newcomer)
    promote_from_waiting_list(session, target, now=now)
    if seats.take(session, target.training_session_id) is not None:
        return Place.SEAT
    _require(session, seats.join_waiting_list(session, target.training_session_id), target=target)
    return Place.WAITING_LIST


def _must_wait(session: Session, newcomer: Newcomer, *, act: Act) -> bool:
    """Past the promotion deadline approvals join the list; and colleagues beyond the cap wait for its lift."""
    target = newcomer.target
    if promotes_by_hand(target, act.policy, now=act.occurred_at):
        found = seats.find(session, target.training_session_id)
        return found is None or found.capacity is not None
    return _is_over_cap(session, newcomer, act=act)


def _is_over_cap(session: Session, newcomer: Newcomer, *, act: Act) -> bool:
    if not newcomer.target.is_capped:
        return False
    scope = act.quota_policy.organisation_cap_scope
    organisation_id = newcomer.enrolment.organisation_id
    present = rights.present(session, newcomer.target, organisation_ids=[organisation_id], scope=scope)
    return is_over_cap(newcomer.target, act.quota_policy, present=present.get(organisation_id, 0))


def _rights_failures(session: Session, newcomer: Newcomer, *, act: Act) -> list[DomainError]:
    enrolment = newcomer.enrolment
    if not enrolment.is_member_only:
        return []
    used = rights.lock(session, [newcomer.rights_key])[newcomer.rights_key]
    return rights_failures(used, act.quota_policy, counts_as_formation=enrolment.counts_as_formation)


def _require(session: Session, claimed: Seats | None, *, target: Target) -> None:
    if claimed is not None:
        return
    found = seats.find(session, target.training_session_id)
    figures = {
        "capacity": found.capacity if found else None,
        "waiting": found.waiting if found else 0,
        "waiting_list_capacity": found.waiting_list_capacity if found else 0,
    }
    raise ActionFull(figures=figures, next_step="wait-for-a-seat")
