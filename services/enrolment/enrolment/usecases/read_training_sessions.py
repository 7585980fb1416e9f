"""The sessions a training provider runs: with counts, and one with its roster and attendance sheet."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.principal import Principal
from enrolment.domain.attendance import planned_half_days
from enrolment.domain.statuses import PRESENCES, Status
from enrolment.domain.targets import Target
from enrolment.store import closings, contests, listings, session_listings, signing, targets
from enrolment.store.listings import Order, Page, Selection
from enrolment.store.session_listings import SessionPage
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs
from enrolment.usecases.read_enrolments import Listed, attendance_of, half_days_of, person_of, runner_of

Mapping = dict[str, Any]
_LONGEST_ROSTER = 5_000


def list_training_sessions(session: Session, page: SessionPage, *, by: Principal, now: datetime) -> Listed:
    """The sessions of the actions this person runs; of all of them for staff.

    Raises:
        Forbidden: neither a training provider nor staff.
    """
    viewer = viewer_of(session, by)
    runner = None if viewer.is_staff else runner_of(viewer)
    wider = SessionPage(limit=page.limit + 1, after=page.after, is_past=page.is_past)
    rows = session_listings.training_sessions(session, runner, page=wider, now=now)
    shown = rows[: page.limit]
    last = shown[-1] if len(rows) > page.limit else None
    return Listed(
        items=[_with_counts(row) for row in shown],
        next_after=(last["starts_at"], last["training_session_id"]) if last else None,
    )


def _with_counts(row: Mapping) -> Mapping:
    capacity, taken = row["capacity"], row["taken"] or 0
    return {
        **row,
        "status": "cancelled" if row["is_cancelled"] else "scheduled",
        "taken_seats": taken,
        "remaining_seats": None if capacity is None else capacity - taken,
        "counts": {status: row[f"count_{status.value}"] for status in Status},
    }


def read_roster(session: Session, training_session_id: UUID, *, by: Principal) -> Mapping:
    """Who takes part, with the half-days to sign and what is recorded of each.

    Raises:
        NotFound: no such session, or not of this provider's.
    """
    target = targets.get(session, training_session_id)
    check_runs(viewer_of(session, by), target)
    selection = Selection(training_session_id=training_session_id, statuses=PRESENCES | {Status.ENROLLED})
    rows = listings.enrolments(session, selection, page=Page(order=Order.REQUESTED, limit=_LONGEST_ROSTER))
    signed = signing.signatures_of(session, [row["enrolment_id"] for row in rows])
    contested = contests.open_in_session(session, training_session_id)
    return {
        "training_session_id": target.training_session_id,
        "training_action_id": target.training_action_id,
        "action_title": target.title,
        "type_label": target.type_label,
        "delivery_mode": target.delivery_mode,
        "duration_days": target.duration_days,
        "is_self_paced": target.is_self_paced,
        "status": "cancelled" if target.is_cancelled else "scheduled",
        "first_day": target.first_day,
        "last_day": target.last_day,
        "starts_at": target.starts_at,
        "ends_at": target.ends_at,
        "slots": target.slots,
        "half_days": _planned(target),
        "evaluation_planned": target.evaluation_planned,
        "closed_at": closings.read(session, training_session_id)["closed_at"],
        "participants": sorted(
            (
                {
                    **_participant(row),
                    "signatures": signed[row["enrolment_id"]],
                    "contest": contested.get(row["enrolment_id"]),
                }
                for row in rows
            ),
            key=_by_name,
        ),
    }


def _planned(target: Target) -> list[Mapping]:
    return [
        {
            "slot_id": half_day.slot_id,
            "half_day": half_day.half_day,
            "starts_at": half_day.starts_at,
            "ends_at": half_day.ends_at,
            "planned_minutes": half_day.planned_minutes,
        }
        for half_day in planned_half_days(target)
    ]


def _participant(row: Mapping) -> Mapping:
    return {
        "enrolment_id": row["enrolment_id"],
        "account_id": row["account_id"],
        "person": person_of(row),
        "organisation_name": row["organisation_name"],
        "status": row["status"],
        "attendance": attendance_of(row),
        "recorded_half_days": half_days_of(row),
        "evaluation": row["evaluation"],
    }


def _by_name(participant: Mapping) -> tuple[str, str, str]:
    person = participant["person"] or {}
    return (person.get("family_name", ""), person.get("given_name", ""), str(participant["enrolment_id"]))
