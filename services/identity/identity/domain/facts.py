"""What moves of affiliations and roles tell: ids only, except where somebody gave a reason (then it is personal)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.events import Confidentiality, Event
from chassis.principal import Role
from identity.domain import events
from identity.domain.affiliations import Affiliation, AffiliationState
from identity.domain.rights import Actor

_MOVES = {
    AffiliationState.REQUESTED: events.AFFILIATION_REQUESTED,
    AffiliationState.CONFIRMED: events.AFFILIATION_CONFIRMED,
    AffiliationState.REFUSED: events.AFFILIATION_REFUSED,
    AffiliationState.WITHDRAWN: events.AFFILIATION_WITHDRAWN,
}


def _actor(by: Actor) -> dict[str, str | None]:
    return {
        "account_id": str(by.account_id) if by.account_id else None,
        "role": by.role.value if by.role else None,
    }


def affiliation_moved(
    affiliation: Affiliation, *, by: Actor, now: datetime, roles: Iterable[Role] = (), is_first: bool = False
) -> Event:
    """The fact of its latest move. `roles`: those that came with a confirmation; `is_first`: nobody was before."""
    kind = _MOVES[affiliation.state]
    data: dict[str, Any] = {
        "affiliation_id": str(affiliation.id),
        "account_id": str(affiliation.account_id),
        "organisation_id": str(affiliation.organisation_id),
        "actor": _actor(by),
    }
    if affiliation.state is AffiliationState.CONFIRMED:
        data |= {"roles": [role.value for role in roles], "is_first": is_first}
    if kind in events.WITH_REASON:
        data["reason"] = affiliation.reason
    return Event(
        type=kind,
        subject=affiliation.id,
        occurred_at=now,
        confidentiality=events.CONFIDENTIALITY.get(kind, Confidentiality.PUBLIC),
        data=data,
    )


def role_moved(
    account_id: UUID, role: Role, *, organisation_id: UUID | None, is_granted: bool, by: Actor, now: datetime
) -> Event:
    """The fact that a person may, or may no longer, act in a role; without organisation for staff."""
    return Event(
        type=events.ROLE_GRANTED if is_granted else events.ROLE_REVOKED,
        subject=account_id,
        occurred_at=now,
        data={
            "account_id": str(account_id),
            "organisation_id": str(organisation_id) if organisation_id else None,
            "role": role.value,
            "actor": _actor(by),
        },
    )
