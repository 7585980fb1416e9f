"""A move of an enrolment becomes messages."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.channels import decision_links, letters
from notification.domain.kinds import Audience, EnrolmentFact, MessageKind, plan_of
from notification.labels import stated_reason
from notification.store import copies
from notification.usecases.find_recipients import Contact, contact_of, find_recipients
from notification.usecases.gather_facts import Circumstances, calendar_for, circumstances, organisation_name, shown
from notification.usecases.write_message import Draft, write_message

_CANCELLING = frozenset({MessageKind.CANCELLED, MessageKind.SESSION_CANCELLED, MessageKind.REFUSED_BY_HR})


def fact_of(event: Event) -> EnrolmentFact:
    """The move that an `enrolment.*` event tells."""
    data, actor = event.data, event.data["actor"]
    return EnrolmentFact(
        event_id=event.id,
        enrolment_id=UUID(data["enrolment_id"]),
        account_id=UUID(data["account_id"]),
        organisation_id=UUID(data["organisation_id"]),
        training_session_id=UUID(data["training_session_id"]),
        training_action_id=UUID(data["training_action_id"]),
        status=data["status"],
        previous_status=data["previous_status"],
        actor_account_id=UUID(actor["account_id"]) if actor["account_id"] else None,
        actor_role=actor["role"],
        reason=data["reason"],
        attendance=data["attendance"],
        decision=data.get("decision"),
        reason_code=data.get("reason_code"),
        offer_expires_at=data.get("offer_expires_at"),
    )


def tell_enrolment(session: Session, event: Event, *, now: datetime) -> None:
    """Write what this move tells each of its audiences.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    fact = fact_of(event)
    found = circumstances(session, fact.training_session_id)
    person = contact_of(session, fact.account_id)
    if person is None:
        return
    facts = {**_facts(session, fact, found=found), "person": person}
    plan = plan_of(fact, is_session_cancelled=found.session["is_cancelled"])
    recipients = [
        (kind, audience, find_recipients(session, audience, fact=fact, action=found.action)) for kind, audience in plan
    ]
    for kind, audience, contacts in recipients:
        is_to_person = audience is Audience.PERSON
        for recipient in contacts:
            draft = Draft(
                event_id=fact.event_id,
                kind=kind,
                recipient=recipient,
                facts={**facts, **_link(session, fact, recipient=recipient, now=now)}
                if kind is MessageKind.NEW_REQUEST
                else facts,
                enrolment_id=fact.enrolment_id,
                about=None if is_to_person else fact.account_id,
                calendar=_calendar(fact, found, kind=kind, now=now) if is_to_person else None,
            )
            write_message(session, draft, now=now)


def _facts(session: Session, fact: EnrolmentFact, *, found: Circumstances) -> dict[str, Any]:
    return {
        **shown(found),
        "enrolment_id": fact.enrolment_id,
        "organisation_name": organisation_name(session, fact.organisation_id),
        "reason": stated_reason(fact.reason_code, fact.reason),
        "status": fact.status,
        "attendance": fact.attendance,
        "actor_role": fact.actor_role,
        "answer_by": fact.offer_expires_at,
        "is_by_person": fact.actor_account_id == fact.account_id and fact.actor_role != "hr_validator",
        "is_approved_by_hr": fact.actor_role == "hr_validator",
        "is_accepted_by_provider": fact.actor_role in ("training_provider", "staff"),
        "is_withdrawal": fact.previous_status in ("pre_enrolled", "enrolled"),
        "is_correction": fact.is_correction,
        "has_calendar": fact.previous_status == "enrolled",
    }


def _link(session: Session, fact: EnrolmentFact, *, recipient: Contact, now: datetime) -> dict[str, Any]:
    """Where an HR validator decides without signing in; a referent, told where there is none, has no such link."""
    deciding = {
        account_id for account_id, _ in copies.holders(session, "hr_validator", organisation_id=fact.organisation_id)
    }
    if recipient["account_id"] not in deciding:
        return {"decision_link": "", "link_ends_at": now.isoformat()}
    ends_at = now + decision_links.LIFETIME
    path = decision_links.path_for(fact.enrolment_id, recipient["account_id"], ends_at=ends_at)
    return {"decision_link": f"{letters.site()}{path}", "link_ends_at": ends_at.isoformat()}


def _calendar(fact: EnrolmentFact, found: Circumstances, *, kind: MessageKind, now: datetime) -> str | None:
    if kind is MessageKind.ENROLLED:
        return calendar_for(found, fact.enrolment_id, is_cancelled=False, now=now)
    if kind in _CANCELLING and fact.previous_status == "enrolled":
        return calendar_for(found, fact.enrolment_id, is_cancelled=True, now=now)
    return None
