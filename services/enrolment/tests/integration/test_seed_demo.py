"""The demo goes in through the use cases, once, and leaves every screen something to show."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis import clock
from chassis.clock import PARIS
from chassis.database import transaction
from enrolment.commands import seed_demo
from enrolment.commands.demo_steps import steps_of
from services.enrolment.tests.integration.arranging import (
    account_event,
    action_event,
    check_counts_add_up,
    counts,
    organisation_event,
    session_event,
    slot,
    tell,
)
from services.enrolment.tests.samples import paris

DEMO = Path(__file__).parents[4] / "deploy" / "local" / "demo"
FILE = str(DEMO / "enrolment.json")
FIRST_ROLES = ["hr_validator", "referent"]
JOURNEY = UUID("01930000-0000-7000-8000-000000000301")


def read(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((DEMO / f"{name}.json").read_text())
    return told


def day(told: str, today: date) -> date:
    """Near enough: the catalogue moves days off week-ends and knows months."""
    if told.startswith("first-of-month"):
        return today - timedelta(days=50)
    if told.startswith("last-year:"):
        return date.fromisoformat(f"{today.year - 1}-{told.removeprefix('last-year:')}")
    return today + timedelta(days=30 if "month" in told else int(told.removesuffix("d")))


def tell_people(today: date) -> None:
    data = read("identity")
    for organisation in data["organisations"]:
        memberships = [
            {name: day(period[name], today).isoformat() for name in ("starts_on", "ends_on")}
            for period in organisation["memberships"]
        ]
        told = organisation_event(UUID(organisation["organisation_id"]), organisation["name"], memberships=memberships)
        tell(told)
    first_of: dict[str, str] = {}
    for account in data["accounts"]:
        held = {}
        for affiliation in account["affiliations"]:
            key = affiliation["organisation_id"]
            is_first = first_of.setdefault(key, account["account_id"]) == account["account_id"]
            granted = [entry["role"] for entry in affiliation.get("roles", [])]
            held[UUID(key)] = ["beneficiary", *granted, *(FIRST_ROLES if is_first else [])]
        tell(account_event(UUID(account["account_id"]), held, is_staff=account.get("is_staff", False)))


def tell_offers(today: date) -> None:
    data = read("catalogue")
    types = {told["code"]: told for told in data["training_action_types"]}
    for told in data["training_actions"]:
        action_id, description = UUID(told["training_action_id"]), told["description"]
        copied = ("access", "hr_approval_required", "provider_approval_required", "provider_organisation_id")
        trainers = [trainer["account_id"] for trainer in description["trainers"] if trainer.get("account_id")]
        evaluation = {"evaluation_planned": description.get("evaluation_planned", False)}
        kept = {**{name: description[name] for name in copied}, **evaluation, "trainer_account_ids": trainers}
        tell(action_event(action_id, type=types[description["type_code"]], **kept))
        for planned in told["training_sessions"]:
            tell_session(planned, action_id, today)


def tell_session(planned: dict[str, Any], action_id: UUID, today: date) -> None:
    first = day(planned["first_day"], today)
    slots = [
        slot(first + timedelta(days=number), hours(entry["start_time"]), hours(entry["end_time"]))
        for number, entry in enumerate(planned.get("slots", []))
    ]
    last = first + timedelta(days=max(len(slots) - 1, 0)) if slots else day(planned["last_day"], today)
    tell(
        session_event(
            UUID(planned["training_session_id"]),
            action_id,
            first_day=first,
            last_day=last.isoformat(),
            ends_at=paris(last, 18).isoformat(),
            capacity=planned["capacity"],
            waiting_list_capacity=planned["waiting_list_capacity"],
            registration_opens_at=paris(day(planned["registration_opens"], today), 9).isoformat(),
            registration_closes_at=paris(first if slots else last, 9).isoformat(),
            slots=slots,
        )
    )


def hours(told: str) -> tuple[int, int]:
    hour, minute = told.split(":")
    return int(hour), int(minute)


def told_by_neighbours() -> None:
    today = clock.now().astimezone(PARIS).date()
    tell_people(today)
    tell_offers(today)


def numbers() -> dict[str, int]:
    with transaction() as session:
        return dict(session.execute(text("SELECT status, count(*)::int FROM enrolments GROUP BY status")).all())


def test_the_demo_shows_every_state_and_leaves_the_journey_free() -> None:
    told_by_neighbours()
    assert seed_demo.run([FILE]) == 0
    assert set(numbers()) == {
        "requested", "refused_by_hr", "waitlisted", "offered", "pre_enrolled", "declined", "enrolled", "attended",
        "partially_attended", "absent", "cancelled", "expired",
    }  # fmt: skip
    assert counts(JOURNEY) == (0, 0)
    check_counts_add_up()


def test_seeding_twice_adds_nothing() -> None:
    told_by_neighbours()
    seed_demo.run([FILE])
    once = numbers()
    assert seed_demo.run([FILE]) == 0
    assert numbers() == once


def test_a_step_of_the_future_is_a_fault_of_the_data() -> None:
    requests = read("enrolment")["enrolments"]
    assert steps_of(requests, now=clock.now())
    with pytest.raises(ValueError, match="in the future"):
        steps_of([{**requests[0], "requested": "+1d 09:00"}], now=clock.now())


def test_a_wrong_call_says_how_to_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert seed_demo.run([]) == 2
    assert "usage" in capsys.readouterr().err
