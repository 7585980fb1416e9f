"""Facts beside the moves of a request: what somebody wants, misses, contests, names or has prepared."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from chassis.events import Event
from enrolment.domain.deadlines import as_text
from enrolment.domain.deputies import Deputy
from enrolment.domain.exports import Prepared
from enrolment.domain.inquiries import Inquiry


class AboutEnrolment(Protocol):
    """The request that a fact is about."""

    enrolment_id: UUID
    account_id: UUID
    organisation_id: UUID
    training_session_id: UUID
    training_action_id: UUID


def _of(enrolment: AboutEnrolment) -> dict[str, Any]:
    names = ("enrolment_id", "account_id", "organisation_id", "training_session_id", "training_action_id")
    return {name: str(getattr(enrolment, name)) for name in names}


def _information(fact: str, enrolment: AboutEnrolment, *, inquiry: Inquiry, occurred_at: datetime) -> Event:
    return Event(
        type=f"information.{fact}.v1",
        subject=inquiry.inquiry_id,
        subject_version=inquiry.version,
        occurred_at=occurred_at,
        data={
            "inquiry_id": str(inquiry.inquiry_id),
            **_of(enrolment),
            "asked_by": str(inquiry.asked_by),
            "asked_at": as_text(inquiry.asked_at),
            "due_on": inquiry.due_on.isoformat(),
            "answered_at": as_text(inquiry.answered_at) if inquiry.answered_at else None,
        },
    )


def information_requested(enrolment: AboutEnrolment, inquiry: Inquiry) -> Event:
    """The provider asks the person something; what is written stays in the thread."""
    return _information("requested", enrolment, inquiry=inquiry, occurred_at=inquiry.asked_at)


def information_received(enrolment: AboutEnrolment, inquiry: Inquiry) -> Event:
    """The person has answered: the request is the provider's again."""
    return _information("received", enrolment, inquiry=inquiry, occurred_at=inquiry.answered_at or inquiry.asked_at)


def information_missed(enrolment: AboutEnrolment, inquiry: Inquiry) -> Event:
    """No answer came by the due day."""
    return _information("missed", enrolment, inquiry=inquiry, occurred_at=inquiry.missed_told_at or inquiry.asked_at)


def decision_delayed(
    organisation_id: UUID, *, level: str, enrolment_ids: Sequence[UUID], oldest: datetime, occurred_at: datetime
) -> Event:
    """Requests have waited for the employer for some days; `level` is `reminder` or, later, `escalation`."""
    return Event(
        type="decision.delayed.v1",
        subject=organisation_id,
        occurred_at=occurred_at,
        data={
            "organisation_id": str(organisation_id),
            "level": level,
            "enrolment_ids": [str(key) for key in enrolment_ids],
            "oldest_requested_at": as_text(oldest),
        },
    )


def questionnaire_opened(enrolment: AboutEnrolment, *, occurred_at: datetime) -> Event:
    """The session is closed: the person may say what it was worth."""
    return Event(
        type="questionnaire.opened.v1",
        subject=enrolment.enrolment_id,
        occurred_at=occurred_at,
        data={**_of(enrolment), "opened_at": as_text(occurred_at)},
    )


def presence_contested(enrolment: AboutEnrolment, *, contest: Mapping[str, Any]) -> Event:
    """The person says that the presence was recorded wrongly; the words stay with the request."""
    return _contest("contested", enrolment, contest=contest, occurred_at=contest["contested_at"])


def presence_settled(enrolment: AboutEnrolment, *, contest: Mapping[str, Any]) -> Event:
    """The provider has answered: `corrected` or `kept`."""
    return _contest("settled", enrolment, contest=contest, occurred_at=contest["settled_at"])


def _contest(fact: str, enrolment: AboutEnrolment, *, contest: Mapping[str, Any], occurred_at: datetime) -> Event:
    settled_at = contest["settled_at"]
    return Event(
        type=f"presence.{fact}.v1",
        subject=contest["contest_id"],
        subject_version=contest["version"],
        occurred_at=occurred_at,
        data={
            "contest_id": str(contest["contest_id"]),
            **_of(enrolment),
            "contested_at": as_text(contest["contested_at"]),
            "outcome": contest["outcome"],
            "settled_at": as_text(settled_at) if settled_at else None,
        },
    )


def complaint_told(complaint: Mapping[str, Any]) -> Event:
    """An entry of the register, `registered` or `answered`; who complains, and of what, stays with the request."""
    answered_at = complaint["answered_at"]
    keys = ("complaint_id", "training_session_id", "training_action_id")
    return Event(
        type=f"complaint.{'answered' if answered_at else 'registered'}.v1",
        subject=complaint["complaint_id"],
        subject_version=2 if answered_at else 1,
        occurred_at=answered_at or complaint["registered_at"],
        data={
            **{name: str(complaint[name]) for name in keys},
            "topic": complaint["topic"],
            "registered_at": as_text(complaint["registered_at"]),
            "answered_at": as_text(answered_at) if answered_at else None,
        },
    )


def satisfaction_counted(told: Mapping[str, Any]) -> Event:
    """What participants thought of an action, in numbers."""
    return Event(
        type="satisfaction.counted.v1",
        subject=told["training_action_id"],
        subject_version=told["version"],
        occurred_at=told["told_at"],
        data={"training_action_id": str(told["training_action_id"]), **told["content"]},
    )


def export_prepared(prepared: Prepared) -> Event:
    """A scheduled export may be fetched by its account, signed in; the event holds no line of it."""
    return Event(
        type="export.prepared.v1",
        subject=prepared.export_id,
        occurred_at=prepared.prepared_at,
        data={
            "export_id": str(prepared.export_id),
            "organisation_id": str(prepared.organisation_id),
            "account_id": str(prepared.account_id),
            "kind": prepared.kind.value,
            "file_format": prepared.file_format.value,
            "first_day": prepared.first_day.isoformat(),
            "last_day": prepared.last_day.isoformat(),
        },
    )


def deputy_named(deputy: Deputy) -> Event:
    """Somebody decides for an absent HR validator on dated days."""
    return Event(
        type="deputy.named.v1",
        subject=deputy.deputy_id,
        occurred_at=deputy.named_at,
        data={
            "deputy_id": str(deputy.deputy_id),
            "organisation_id": str(deputy.organisation_id),
            "absent_account_id": str(deputy.absent_account_id),
            "deputy_account_id": str(deputy.deputy_account_id),
            "first_day": deputy.first_day.isoformat(),
            "last_day": deputy.last_day.isoformat(),
        },
    )
