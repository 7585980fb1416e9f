"""What identity says."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Confidentiality, Event
from chassis.hearing import Heard
from notification.usecases.forget_ghosts import forget_contacts, forget_organisations, forget_rights
from notification.usecases.forget_person import forget_person
from notification.usecases.keep_copies import keep_contact, keep_organisation, keep_rights
from notification.usecases.tell_account import tell_account
from notification.usecases.tell_fact import tell_fact


def on_organisation_told(session: Session, event: Event, _now: datetime) -> None:
    """organisation.registered, changed, closed: one state."""
    keep_organisation(session, event)


def on_account_rights_told(session: Session, event: Event, _now: datetime) -> None:
    """account.registered, rights_changed, closed: one state."""
    keep_rights(session, event)


def on_account_profile_changed(session: Session, event: Event, _now: datetime) -> None:
    """How to write to a person."""
    keep_contact(session, event)


def on_account_anonymised(session: Session, event: Event, now: datetime) -> None:
    """The person is forgotten here too."""
    forget_person(session, UUID(event.data["account_id"]), now=now)


def on_account_safety_told(session: Session, event: Event, now: datetime) -> None:
    """Links that work once, and words about the safety of an account: written at once, kept nowhere else."""
    tell_account(session, event, now=now)


def on_rights_moved(session: Session, event: Event, now: datetime) -> None:
    """The reaction: the person, or who decides, is told of an affiliation or a role."""
    tell_fact(session, event, now=now)


def on_organisation_decided(session: Session, event: Event, now: datetime) -> None:
    """The reaction: who asked for an organisation, and its referents, are told."""
    tell_fact(session, event, now=now)


_REACTIONS = (
    *(
        Heard(speaker="identity", event=f"{name}.v1", handle=on_rights_moved)
        for name in ("affiliation.requested", "affiliation.confirmed", "role.granted", "role.revoked")
    ),
    *(
        Heard(
            speaker="identity",
            event=f"affiliation.{fact}.v1",
            handle=on_rights_moved,
            confidentiality=Confidentiality.PERSONAL,
        )
        for fact in ("refused", "withdrawn")
    ),
    *(
        Heard(speaker="identity", event=f"{name}.v1", handle=on_organisation_decided)
        for name in (
            "change_report.accepted",
            "change_report.refused",
            "membership.confirmed",
            "membership.refused",
            "membership.expiry_announced",
        )
    ),
    Heard(
        speaker="identity",
        event="referencing.accepted.v1",
        handle=on_organisation_decided,
        confidentiality=Confidentiality.PERSONAL,
    ),
    Heard(
        speaker="identity",
        event="referencing.refused.v1",
        handle=on_organisation_decided,
        confidentiality=Confidentiality.SECRET,
    ),
)
HEARD = (
    *_REACTIONS,
    *(
        Heard(speaker="identity", event=f"organisation.{fact}.v1", handle=on_organisation_told, is_copy=True)
        for fact in ("registered", "changed", "closed")
    ),
    *(
        Heard(speaker="identity", event=f"account.{fact}.v1", handle=on_account_rights_told, is_copy=True)
        for fact in ("registered", "rights_changed", "closed")
    ),
    Heard(
        speaker="identity",
        event="account.profile_changed.v1",
        handle=on_account_profile_changed,
        is_copy=True,
        confidentiality=Confidentiality.PERSONAL,
    ),
    Heard(speaker="identity", event="account.anonymised.v1", handle=on_account_anonymised),
    *(
        Heard(
            speaker="identity",
            event=f"account.{fact}.v1",
            handle=on_account_safety_told,
            confidentiality=Confidentiality.SECRET,
        )
        for fact in (
            "email_proof_requested",
            "creation_attempted",
            "password_reset_requested",
            "security_changed",
            "inactivity_noticed",
        )
    ),
)
CLOSINGS = {
    "organisation": forget_organisations,
    "account_rights": forget_rights,
    "account_profile": forget_contacts,
}
