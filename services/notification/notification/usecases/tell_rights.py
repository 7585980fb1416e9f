"""Moves of affiliations and roles become messages: to the person, to who decides, to staff."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.database import Session
from chassis.events import Event, name_of
from notification.domain.kinds import MessageKind
from notification.store import copies
from notification.usecases.find_recipients import contact_of, contacts_of
from notification.usecases.gather_facts import organisation_name
from notification.usecases.write_message import Draft, write_message

_TO_PERSON = {
    "affiliation.confirmed": MessageKind.AFFILIATION_CONFIRMED,
    "affiliation.refused": MessageKind.AFFILIATION_REFUSED,
    "affiliation.withdrawn": MessageKind.AFFILIATION_WITHDRAWN,
    "role.granted": MessageKind.ROLE_GRANTED,
    "role.revoked": MessageKind.ROLE_REVOKED,
}


def referents(session: Session, organisation_id: UUID) -> list[UUID]:
    """Those who look after the organisation."""
    held = copies.holders(session, "referent", organisation_id=organisation_id)
    return [account_id for account_id, _signed_in in held]


def tell_rights(session: Session, event: Event, *, now: datetime) -> None:
    """Write what this move tells. Nobody is told of what they did themselves.

    Raises:
        NotYetKnown: something it speaks of has not arrived yet; nothing was written.
    """
    data, name = event.data, name_of(event.type)
    account_id, organisation = UUID(data["account_id"]), data["organisation_id"]
    person = contact_of(session, account_id)
    if person is None:
        return
    facts = {
        "person": person,
        "organisation_name": organisation_name(session, UUID(organisation)) if organisation else None,
        "roles": data.get("roles", [data.get("role")]),
        "reason": data.get("reason"),
        "is_by_staff": data["actor"]["role"] in ("staff", None),
    }
    for kind, recipients in _letters(session, name, data=data):
        for recipient in contacts_of(session, recipients):
            about = None if recipient["account_id"] == account_id else account_id
            draft = Draft(event_id=event.id, kind=kind, recipient=recipient, facts=facts, about=about)
            write_message(session, draft, now=now)


def _letters(session: Session, name: str, *, data: Mapping[str, Any]) -> Sequence[tuple[MessageKind, Sequence[UUID]]]:
    account_id, actor_id = UUID(data["account_id"]), data["actor"]["account_id"]
    if name == "affiliation.requested":
        found = referents(session, UUID(data["organisation_id"])) or copies.staff(session)
        others = [one for one in found if one != account_id]
        return [(MessageKind.AFFILIATION_REQUESTED, others)]
    letters: list[tuple[MessageKind, Sequence[UUID]]] = []
    if actor_id != str(account_id):
        letters.append((_TO_PERSON[name], [account_id]))
    if data.get("is_first"):
        told = [one for one in copies.staff(session) if str(one) not in (actor_id, str(account_id))]
        letters.append((MessageKind.FIRST_REFERENT, told))
    return letters
