"""What the clock calls."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from prometheus_client import Gauge

from chassis.database import Session, transaction
from chassis.errors import DomainError
from chassis.jobs import Job
from chassis.logs import log
from chassis.tasks import Task
from enrolment.usecases import (
    close_training_session,
    count_satisfaction,
    find_due,
    prepare_exports,
    reconcile_counts,
    remind_missed_information,
    remind_undecided,
)
from enrolment.usecases.alert_missing_validators import alert_missing_validators
from enrolment.usecases.answer_offer import lapse_offer
from enrolment.usecases.drop_lost_requests import drop_requests_of_organisation
from enrolment.usecases.edit_policies import TASK
from enrolment.usecases.expire_undecided import expire_undecided
from enrolment.usecases.follow_training_session import call_off
from enrolment.usecases.rehearse_policy import rehearse_policy
from enrolment.usecases.remind_of_sessions import remind_of_sessions

EXPIRE_EVERY_S = 300
PROMOTE_EVERY_S = 60
REMIND_EVERY_S = 600
RECONCILE_EVERY_S = 900
FOLLOW_UP_EVERY_S = 900
MISCOUNTED = Gauge(
    "parcourspro_counts_set_right", "Counts of seats and rights set right by the last run", multiprocess_mode="max"
)
_LOG = log(__name__)


def _each(keys: Iterable[UUID], run: Callable[[Session, UUID], int], *, job: str) -> None:
    """Run for each key in a transaction of its own; a refusal of one is logged and holds up no other."""
    for key in keys:
        try:
            with transaction() as session:
                count = run(session, key)
        except DomainError as refusal:
            _LOG.error("a job met a refusal", job=job, subject=key, code=refusal.code)
            continue
        if count:
            _LOG.info("a job moved requests", job=job, subject=key, count=count)


def expire(now: datetime) -> None:
    """Sessions begin: what nobody decided expires."""
    with transaction() as session:
        due = find_due.sessions_to_expire(session, now=now)
    _each(due, lambda session, key: expire_undecided(session, key, now=now), job="expire")


def promote(now: datetime) -> None:
    """Offers that nobody answered, the safety net of promotions, and the lift of the cap."""
    with transaction() as session:
        lapsed = find_due.offers_to_lapse(session, now=now)
    _each(lapsed, lambda session, key: lapse_offer(session, key, now=now), job="lapse_offers")
    with transaction() as session:
        due = find_due.sessions_to_promote(session)
    _each(due, lambda session, key: find_due.promote_waiting(session, key, now=now), job="promote")


def remind(now: datetime) -> None:
    """Sessions that begin in a few days, and requests that nobody decides."""
    with transaction() as session:
        reminded = remind_of_sessions(session, now=now)
    with transaction() as session:
        alerted = alert_missing_validators(session, now=now)
    if reminded or alerted:
        _LOG.info("people were reminded", of_sessions=reminded, of_missing_validators=alerted)


def reconcile(now: datetime) -> None:
    """Look for what should have happened and did not, and do it."""
    with transaction() as session:
        cancelled = find_due.sessions_to_call_off(session)
        closed = find_due.organisations_to_drop(session, now=now)
    _each(cancelled, lambda session, key: call_off(session, key, now=now), job="call_off")
    _each(closed, lambda session, key: drop_requests_of_organisation(session, key, now=now), job="drop")
    MISCOUNTED.set(_recount_seats(now) + _recount_rights())


def _recount_seats(now: datetime) -> int:
    with transaction() as session:
        suspected = reconcile_counts.find_miscounted_seats(session)
    wrong = 0
    for training_session_id in suspected:
        with transaction() as session:
            if reconcile_counts.reconcile_seats(session, training_session_id, now=now):
                wrong += 1
                _LOG.error("the count of seats was wrong", training_session_id=training_session_id)
    return wrong


def _recount_rights() -> int:
    with transaction() as session:
        suspected = reconcile_counts.find_miscounted_rights(session)
    wrong = 0
    for account_id, year in suspected:
        with transaction() as session:
            if reconcile_counts.reconcile_rights(session, account_id, year=year):
                wrong += 1
                _LOG.error("the count of rights was wrong", account_id=account_id, year=year)
    return wrong


def rehearse(task: Task, now: datetime) -> Callable[[Session], None]:
    """Replay a year of requests under a draft of the rules."""
    told = task.payload
    return rehearse_policy(UUID(told["draft_id"]), version=told["version"], year=told["year"], now=now)


def follow_up(now: datetime) -> None:
    """Reminders that are due, exports, questionnaires of late corrections, satisfaction counted again."""
    with transaction() as session:
        undecided = remind_undecided.find_undecided(session, now=now)
        missed = remind_missed_information.find_missed_information(session, now=now)
        due = prepare_exports.find_due_exports(session, now=now)
        closed = close_training_session.find_closings_to_complete(session)
    _each(undecided, lambda session, key: remind_undecided.remind_undecided(session, key, now=now), job="remind")
    _each(
        missed,
        lambda session, key: remind_missed_information.remind_missed_information(session, key, now=now),
        job="missed",
    )
    _each(due, lambda session, key: prepare_exports.prepare_export(session, key, now=now), job="exports")
    _each(
        closed,
        lambda session, key: close_training_session.open_questionnaires(session, key, now=now),
        job="questionnaires",
    )
    with transaction() as session:
        outdated = count_satisfaction.find_satisfaction_to_count(session)
    _each(
        outdated,
        lambda session, key: count_satisfaction.count_satisfaction(session, key, now=now),
        job="satisfaction",
    )


TASKS = {TASK: rehearse}
JOBS = {
    "follow_up": Job(run=follow_up, every_s=FOLLOW_UP_EVERY_S),
    "expire": Job(run=expire, every_s=EXPIRE_EVERY_S),
    "promote": Job(run=promote, every_s=PROMOTE_EVERY_S),
    "remind": Job(run=remind, every_s=REMIND_EVERY_S),
    "reconcile": Job(run=reconcile, every_s=RECONCILE_EVERY_S),
}
