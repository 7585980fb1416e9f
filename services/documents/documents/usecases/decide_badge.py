"""The provider accepts a request for a badge, or declines it with a reason; provider or staff revoke one later."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox, tasks
from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal, Role
from documents.domain.badge import Badge, BadgeMove, BadgeStatus
from documents.domain.credentials import content_of_badge
from documents.domain.errors import BadgeDecided, OwnBadge, ReasonRequired
from documents.domain.events import badge_event
from documents.store import badges, copies, issuer_identities
from documents.usecases.read_badges import read_badge

ISSUE_TASK, PUBLISH_TASK = "issue_badge", "publish_status_list"
# Where staff never described Cap Métiers.
ISSUER = "Cap Métiers"


@dataclass(frozen=True, kw_only=True)
class BadgeDecision:
    """`accepts`, or declines with a reason that the person reads."""

    accepts: bool
    reason: str | None


def _locked(session: Session, badge_id: UUID, *, by: Principal) -> Badge:
    badge = badges.lock(session, badge_id)
    is_provider = by.active_role is Role.TRAINING_PROVIDER and badge is not None
    if badge is None or badge.status is BadgeStatus.DROPPED:
        raise NotFound
    if not (by.active_role is Role.STAFF or (is_provider and badge.provider_organisation_id == by.active_organisation)):
        raise NotFound
    return badge


def decide_badge(
    session: Session, badge_id: UUID, *, decision: BadgeDecision, by: Principal, now: datetime
) -> dict[str, Any]:
    """The badge after the decision; a worker signs what was accepted.

    Raises:
        NotFound: no such badge for this reader.
        OwnBadge: nobody decides their own, staff apart.
        BadgeDecided: somebody decided before.
        ReasonRequired: declined without one.
    """
    badge = _locked(session, badge_id, by=by)
    if badge.account_id == by.account_id and by.active_role is not Role.STAFF:
        raise OwnBadge(next_step="ask-another-trainer")
    if badge.status is not BadgeStatus.REQUESTED:
        raise BadgeDecided(figures={"status": badge.status.value}, next_step="reload")
    if not decision.accepts and not decision.reason:
        raise ReasonRequired(figures={"decision": "decline"}, next_step="give-a-reason")
    badge.decided_by, badge.reason = by.account_id, decision.reason
    if decision.accepts:
        _accept(session, badge, now=now)
    else:
        badge.move(BadgeMove.DECLINE, now=now)
        session.flush()
        outbox.append(session, badge_event(badge, occurred_at=now))
    return read_badge(session.connection(), badge_id, principal=by)


def _accept(session: Session, badge: Badge, *, now: datetime) -> None:
    person = copies.profile(session, badge.account_id)
    publication = copies.publication(session, badge.training_action_id, number=badge.publication_number)
    provider = copies.organisation(session, badge.provider_organisation_id)
    if person is None or publication is None or provider is None:
        raise NotFound
    issuer = issuer_identities.current(session)
    badge.content = content_of_badge(
        publication,
        provider=provider,
        person=person,
        issuer_name=issuer["name"] if issuer else ISSUER,
        salt=secrets.token_hex(8),
    )
    badge.status_list, badge.status_list_index = badges.take_place(session)
    badge.move(BadgeMove.ACCEPT, now=now)
    payload = {"badge_id": str(badge.badge_id)}
    tasks.add(session, kind=ISSUE_TASK, key=str(badge.badge_id), payload=payload, now=now)
    session.flush()


def revoke_badge(session: Session, badge_id: UUID, *, reason: str, by: Principal, now: datetime) -> dict[str, Any]:
    """The badge, revoked; its hosted view answers 410 at once, the status list as soon as a worker signed it.

    Raises:
        NotFound: no such badge for this reader.
        BadgeDecided: it is not in force.
    """
    badge = _locked(session, badge_id, by=by)
    if badge.status is not BadgeStatus.ISSUED:
        raise BadgeDecided(figures={"status": badge.status.value}, next_step="reload")
    badge.reason = reason
    badge.move(BadgeMove.REVOKE, now=now)
    session.flush()
    publish_list(session, badge, now=now)
    outbox.append(session, badge_event(badge, occurred_at=now))
    return read_badge(session.connection(), badge_id, principal=by)


def publish_list(session: Session, badge: Badge, *, now: datetime) -> None:
    """Have a worker sign the status list of this badge anew."""
    payload = {"status_list": badge.status_list}
    key = f"{badge.status_list}@{badge.badge_id}.{badge.version}"
    tasks.add(session, kind=PUBLISH_TASK, key=key, payload=payload, now=now)
