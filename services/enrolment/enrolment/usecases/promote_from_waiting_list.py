"""Give the free seats of a session to its waiting list, in the transaction that freed them."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import NobodyToPromote
from enrolment.domain.moves import Act
from enrolment.domain.permissions import Viewer
from enrolment.domain.policy import PromotionMode
from enrolment.domain.rights import rights_failures
from enrolment.domain.rules import promotes_by_hand
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from enrolment.domain.waiting_list import Room, Waiting, choose_to_promote
from enrolment.store import enrolments, people, rights, seats, targets
from enrolment.usecases.check_open import check_not_begun, check_runs
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.keep_move import keep_move
from enrolment.usecases.lock_places import lock_places
from enrolment.usecases.tell_seats import tell_seats


def promote_from_waiting_list(
    session: Session, target: Target, *, now: datetime, lifts_cap: bool = False
) -> list[Enrolment]:
    """Promote, or offer, in order of request date until the promotion deadline; the caller has locked the places.

    Who has no right left, or whose organisation is at its cap, is skipped and keeps their rank. `lifts_cap`: from
    the policy's cap-lift day on, who is beyond the cap takes what remains after everybody else.
    """
    act = compose_act(session, target, now=now)
    if target.is_cancelled or target.has_begun(now) or promotes_by_hand(target, act.policy, now=now):
        return []
    return _promote(session, target, act=act, most=None, lifts_cap=lifts_cap)


def promote_by_hand(session: Session, training_session_id: UUID, *, by: Principal, now: datetime) -> Enrolment:
    """The provider gives one free seat to the next in line, until the session begins.

    Raises:
        NotFound: not a session of this provider's.
        TrainingSessionBegun, TrainingSessionCancelled: it is too late.
        NobodyToPromote: no seat is free, or nobody on the list may take it.
    """
    target = targets.get(session, training_session_id)
    check_runs(Viewer(principal=by, account=people.account(session, by.account_id)), target)
    check_not_begun(target, now=now)
    lock_places(session, [training_session_id])
    act = compose_act(session, target, now=now, by=by)
    promoted = _promote(session, target, act=act, most=1, lifts_cap=True)
    if not promoted:
        raise NobodyToPromote(next_step="read-the-waiting-list")
    tell_seats(session, training_session_id, now=now)
    return promoted[0]


def _promote(session: Session, target: Target, *, act: Act, most: int | None, lifts_cap: bool) -> list[Enrolment]:
    found = seats.find(session, target.training_session_id)
    listed = enrolments.waiting(session, target.training_session_id)
    if found is None or found.is_full or not listed:
        return []
    room = _room(session, target, act=act, free=found.remaining, listed=listed)
    if most is not None:
        room = replace(room, free=most)
    cap_is_lifted = act.occurred_at >= act.policy.cap_lifts_at(target.begins_on)
    waiting = _with_rights(session, _informed(listed, target=target, act=act), act=act)
    chosen = choose_to_promote(waiting, replace(room, is_cap_lifted=lifts_cap and cap_is_lifted))
    by_id = {enrolment.enrolment_id: enrolment for enrolment in listed}
    decision, act = _way_to_give(target, act)
    promoted = [by_id[person.enrolment_id] for person in chosen]
    for enrolment in promoted:
        seats.take(session, target.training_session_id, from_waiting_list=True)
        keep_move(session, enrolment, decision=decision, act=act)
    return promoted


def _way_to_give(target: Target, act: Act) -> tuple[Decision, Act]:
    """At once, or as an offer that the person answers in time, as the policy of the day wants it."""
    if act.policy.promotion_mode is PromotionMode.DIRECT:
        return target.decision(Decision.PROMOTE, Decision.PROMOTE_AND_ENROL), act
    expires_at = act.policy.offer_expires_at(act.occurred_at, begins_at=target.begins_at)
    return Decision.OFFER, replace(act, offer_expires_at=expires_at)


def _room(session: Session, target: Target, *, act: Act, free: int | None, listed: list[Enrolment]) -> Room:
    if not target.is_capped:
        return Room(free=free, cap=None, present={})
    present = rights.present(
        session,
        target,
        organisation_ids={enrolment.organisation_id for enrolment in listed},
        scope=act.quota_policy.organisation_cap_scope,
    )
    return Room(free=free, cap=act.quota_policy.organisation_cap, present=present)


def _informed(listed: list[Enrolment], *, target: Target, act: Act) -> list[Enrolment]:
    """Who would be enrolled without anybody's further word has read the mandatory information, which is complete."""
    if target.needs_provider_approval or act.policy.promotion_mode is PromotionMode.OFFER:
        return listed
    return [] if target.missing_information else [entry for entry in listed if entry.information_read_at is not None]


def _with_rights(session: Session, listed: list[Enrolment], *, act: Act) -> list[Waiting]:
    used = rights.lock(session, [(person.account_id, person.year) for person in listed if person.is_member_only])

    def has_right(person: Enrolment) -> bool:
        found = used.get((person.account_id, person.year))
        if found is None:
            return True
        counts = person.counts_as_formation
        return not rights_failures(found, act.quota_policy, counts_as_formation=counts)

    return [
        Waiting(
            enrolment_id=person.enrolment_id,
            account_id=person.account_id,
            organisation_id=person.organisation_id,
            has_right=has_right(person),
        )
        for person in listed
    ]
