"""Make values of the domain, with what a test does not care about filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from chassis.ids import new_id
from chassis.principal import Role
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.moves import Act
from enrolment.domain.people import Account, Organisation
from enrolment.domain.policy import CapScope, Policy, PromotionMode
from enrolment.domain.rights import RightsUsed
from enrolment.domain.rules import Facts
from enrolment.domain.seats import Seats
from enrolment.domain.targets import Target
from services.enrolment.tests.samples import (
    ACTION,
    ALAIN,
    AS_ALAIN,
    FIRST_DAY,
    GUY,
    NOW,
    OURS,
    PROVIDER,
    SESSION,
    paris,
)


def a_policy(**changes: Any) -> Policy:
    """The first version, as the migration writes it."""
    values: dict[str, Any] = {
        "version": 1,
        "effective_on": date(2000, 1, 1),
        "member_only_quota": 5,
        "formation_quota": 3,
        "organisation_cap": 2,
        "organisation_cap_scope": CapScope.TRAINING_ACTION,
        "cap_lift_days": 7,
        "withdrawal_deadline_days": 7,
        "promotion_deadline_days": 2,
        "free_cancellation_days": 7,
        "late_withdrawal_uses_right": True,
        "absence_uses_right": True,
        "waves": [],
        "promotion_mode": PromotionMode.DIRECT,
        "offer_answer_hours": 48,
        "reminder_days": 7,
        "last_reminder_days": 1,
        "note": "",
        "created_at": datetime(2026, 1, 29, tzinfo=UTC),
    }
    return Policy(**{**values, **changes})


def act(**changes: Any) -> Act:
    values: dict[str, Any] = {"occurred_at": NOW, "policy": a_policy(), "quota_policy": a_policy()}
    return Act(**{**values, **changes})


def slot(day: date, begins: tuple[int, int] = (9, 0), ends: tuple[int, int] = (17, 0)) -> dict[str, Any]:
    return {
        "slot_id": str(new_id()),
        "starts_at": paris(day, *begins).isoformat(),
        "ends_at": paris(day, *ends).isoformat(),
    }


def a_target(**changes: Any) -> Target:
    """Two days in La Rochelle, for members, both approvals."""
    last_day = FIRST_DAY + timedelta(days=1)
    values: dict[str, Any] = {
        "training_session_id": SESSION,
        "training_action_id": ACTION,
        "publication_number": 1,
        "title": "Accompagner le financement des parcours individuels",
        "type_label": "Formation",
        "is_withdrawn": False,
        "is_cancelled": False,
        "is_member_only": True,
        "counts_as_formation": True,
        "is_self_paced": False,
        "needs_hr_approval": True,
        "needs_provider_approval": True,
        "provider_organisation_id": PROVIDER,
        "trainer_account_ids": (GUY,),
        "delivery_mode": "in_person",
        "duration_days": Decimal("2.0"),
        "registration_opens_at": paris(date(2026, 9, 20), 9),
        "registration_closes_at": paris(FIRST_DAY, 9),
        "starts_at": paris(FIRST_DAY, 9),
        "ends_at": paris(last_day, 17),
        "first_day": FIRST_DAY,
        "last_day": last_day,
        "slots": [slot(FIRST_DAY), slot(last_day)],
    }
    return Target(**{**values, **changes})


def seats(**changes: Any) -> Seats:
    values: dict[str, Any] = {
        "training_session_id": SESSION,
        "wanted_capacity": 4,
        "capacity": 4,
        "taken": 0,
        "waiting": 0,
        "waiting_list_capacity": 3,
        "moved_at": None,
        "free_cancellation_until": None,
        "version": 1,
        "told_at": NOW,
    }
    return Seats(**{**values, **changes})


def an_account(**changes: Any) -> Account:
    values: dict[str, Any] = {
        "account_id": ALAIN,
        "is_active": True,
        "first_signed_in_at": NOW,
        "is_staff": False,
        "affiliations": [{"organisation_id": str(OURS), "state": "confirmed", "roles": [Role.BENEFICIARY.value]}],
    }
    return Account(**{**values, **changes})


def an_organisation(**changes: Any) -> Organisation:
    values: dict[str, Any] = {
        "organisation_id": OURS,
        "name": "Ma structure",
        "closed_on": None,
        "memberships": [{"starts_on": "2026-01-01", "ends_on": "2026-12-31"}],
    }
    return Organisation(**{**values, **changes})


def facts(*, target: dict[str, Any] | None = None, **changes: Any) -> Facts:
    """Nothing bars Alain from asking for a seat."""
    values: dict[str, Any] = {
        "now": NOW,
        "principal": AS_ALAIN,
        "organisation_id": OURS,
        "account": an_account(),
        "organisation": an_organisation(),
        "target": a_target(),
        "seats": seats(),
        "rights": RightsUsed(year=2026),
        "policy": a_policy(),
        "quota_policy": a_policy(),
        "other_request": None,
        "present": 0,
    }
    found = Facts(**{**values, **changes})
    return replace(found, target=a_target(**target)) if target else found


def an_enrolment(**changes: Any) -> Enrolment:
    values: dict[str, Any] = {
        "enrolment_id": new_id(),
        "account_id": ALAIN,
        "organisation_id": OURS,
        "training_session_id": SESSION,
        "training_action_id": ACTION,
        "publication_number": 1,
        "is_member_only": True,
        "counts_as_formation": True,
        "year": 2026,
        "motivation": "Pour apprendre.",
        "prerequisites_met": True,
        "available_on_all_slots": True,
        "requested_at": NOW - timedelta(days=10),
        "information_read_at": NOW - timedelta(days=10),
        "information_publication": 1,
    }
    return Enrolment(**{**values, **changes})
