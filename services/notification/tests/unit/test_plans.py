"""Which move makes which message for whom."""

from dataclasses import replace

import pytest

from chassis.ids import new_id
from notification.domain.kinds import LIVE, PRESENCES, Audience, EnrolmentFact, MessageKind, plan_of
from tests.contracts.schemas import EVENTS, event_types

FACT = EnrolmentFact(
    event_id=new_id(),
    enrolment_id=new_id(),
    account_id=new_id(),
    organisation_id=new_id(),
    training_session_id=new_id(),
    training_action_id=new_id(),
    status="requested",
    previous_status=None,
    actor_account_id=None,
    actor_role=None,
    reason=None,
    attendance=None,
)
PERSON, HR, PROVIDER = Audience.PERSON, Audience.HR_VALIDATORS, Audience.PROVIDER

PLANS = [
    ("requested", None, {MessageKind.REQUEST_RECEIVED: PERSON, MessageKind.NEW_REQUEST: HR}),
    ("refused_by_hr", "requested", {MessageKind.REFUSED_BY_HR: PERSON}),
    (
        "refused_by_hr",
        "enrolled",
        {MessageKind.REFUSED_BY_HR: PERSON, MessageKind.CANCELLED_TO_PROVIDER: PROVIDER},
    ),
    ("waitlisted", "requested", {MessageKind.WAITLISTED: PERSON}),
    (
        "pre_enrolled",
        "requested",
        {MessageKind.PRE_ENROLLED: PERSON, MessageKind.REQUEST_TO_CONSIDER: PROVIDER},
    ),
    ("pre_enrolled", "waitlisted", {MessageKind.PROMOTED: PERSON, MessageKind.REQUEST_TO_CONSIDER: PROVIDER}),
    ("offered", "waitlisted", {MessageKind.PLACE_OFFERED: PERSON}),
    ("pre_enrolled", "offered", {MessageKind.OFFER_TAKEN: PERSON, MessageKind.REQUEST_TO_CONSIDER: PROVIDER}),
    ("expired", "offered", {MessageKind.OFFER_LAPSED: PERSON}),
    ("enrolled", "pre_enrolled", {MessageKind.ENROLLED: PERSON}),
    ("declined", "pre_enrolled", {MessageKind.DECLINED: PERSON}),
    ("cancelled", "requested", {MessageKind.CANCELLED: PERSON, MessageKind.CANCELLED_TO_HR: HR}),
    (
        "cancelled",
        "enrolled",
        {
            MessageKind.CANCELLED: PERSON,
            MessageKind.CANCELLED_TO_HR: HR,
            MessageKind.CANCELLED_TO_PROVIDER: PROVIDER,
        },
    ),
    ("expired", "requested", {MessageKind.EXPIRED: PERSON}),
    ("attended", "enrolled", {MessageKind.PRESENCE_RECORDED: HR}),
    ("partially_attended", "attended", {MessageKind.PRESENCE_RECORDED: HR}),
    ("absent", "enrolled", {MessageKind.PRESENCE_RECORDED: HR}),
    ("a_status_of_tomorrow", "enrolled", {}),
]


@pytest.mark.parametrize(("status", "previous", "wanted"), PLANS)
def test_a_move_is_told_to_whom_it_concerns(
    status: str, previous: str | None, wanted: dict[MessageKind, Audience]
) -> None:
    fact = replace(FACT, status=status, previous_status=previous, actor_role="hr_validator")
    assert dict(plan_of(fact, is_session_cancelled=False)) == wanted


def test_a_request_cancelled_with_its_session_is_told_as_such_and_the_provider_only_once() -> None:
    fact = replace(FACT, status="cancelled", previous_status="enrolled")
    wanted = {MessageKind.SESSION_CANCELLED: PERSON, MessageKind.CANCELLED_TO_HR: HR}
    assert dict(plan_of(fact, is_session_cancelled=True)) == wanted


def test_somebody_who_cancels_on_a_cancelled_session_is_told_what_they_did() -> None:
    fact = replace(FACT, status="cancelled", previous_status="requested", actor_role="beneficiary")
    assert MessageKind.CANCELLED in dict(plan_of(fact, is_session_cancelled=True))


def test_every_fact_of_the_contract_makes_a_message() -> None:
    facts = [name.split(".")[1] for name in event_types() if name.startswith("enrolment.")]
    assert EVENTS.is_dir()
    assert all(plan_of(replace(FACT, status=fact), is_session_cancelled=False) for fact in facts)


def test_only_a_presence_after_a_presence_is_a_correction() -> None:
    assert replace(FACT, status="absent", previous_status="attended").is_correction
    assert not replace(FACT, status="absent", previous_status="enrolled").is_correction
    assert set() == LIVE & PRESENCES
