"""A person left an organisation, an organisation closed, or an account did: what can no longer go on ends.

Affiliation or organisation gone: what waits for a decision or a seat is cancelled; held seats stay until the HR
validator or staff cancel them. Account closed: every live request ends and its seat is given on.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from enrolment.domain.cancellation import is_early
from enrolment.domain.deadlines import day_of
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.statuses import HELD, LIVE
from enrolment.domain.transitions import Decision, may_be_decided
from enrolment.store import enrolments, people, seats
from enrolment.usecases.compose_act import compose_act
from enrolment.usecases.end_enrolments import end_enrolment, give_seats_on, lock_to_end


def drop_requests_of_account(session: Session, account_id: UUID, *, now: datetime) -> int:
    """Look at the rights of an account as they stand, and end what they no longer carry; says how many ended."""
    account = people.account(session, account_id)
    live = enrolments.live_of(session, account_id=account_id)
    if account is None or not live:
        return 0
    if not account.is_active:
        return _end(session, live, decision=Decision.CLOSE_ACCOUNT, now=now)
    lost = [
        enrolment
        for enrolment in live
        if enrolment.status not in HELD and not account.is_confirmed_in(enrolment.organisation_id)
    ]
    return _end(session, lost, decision=Decision.LOSE_AFFILIATION, now=now)


def drop_requests_of_organisation(session: Session, organisation_id: UUID, *, now: datetime) -> int:
    """End what waits for a decision or a seat, where the organisation has closed; says how many ended."""
    organisation = people.organisation(session, organisation_id)
    if organisation is None or not organisation.is_closed(day_of(now)):
        return 0
    live = enrolments.live_of(session, organisation_id=organisation_id)
    lost = [enrolment for enrolment in live if enrolment.status not in HELD]
    return _end(session, lost, decision=Decision.LOSE_AFFILIATION, now=now)


def _end(session: Session, leaving: Sequence[Enrolment], *, decision: Decision, now: datetime) -> int:
    if not leaving:
        return 0
    places = lock_to_end(session, leaving)
    left: set[UUID] = set()
    for known in leaving:
        enrolment = places.enrolments[known.enrolment_id]
        target = places.targets.get(enrolment.training_session_id)
        if target is None or enrolment.status not in LIVE or not may_be_decided(enrolment.status, decision):
            continue
        act = compose_act(session, target, now=now)
        counted = seats.find(session, enrolment.training_session_id)
        early = is_early(enrolment, target, seats=counted, policy=act.policy, now=now)
        end_enrolment(session, enrolment, decision=decision, act=replace(act, is_early=early))
        left.add(enrolment.training_session_id)
    give_seats_on(session, places, left=left, now=now)
    return len(left)
