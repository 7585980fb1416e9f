"""A person asks for the open badge of an action that they attended, with a piece of evidence if they wish."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import NotFound
from chassis.ids import new_id
from chassis.principal import Principal
from documents.domain.badge import Badge, BadgeStatus
from documents.domain.errors import BadgeAlreadyRequested, BadgeNotEarned
from documents.domain.events import badge_event
from documents.store import badges, copies
from documents.usecases.read_badges import read_badge

EARNED_BY = frozenset({"attended", "partially_attended"})


@dataclass(frozen=True, kw_only=True)
class BadgeWish:
    """What the person asks, in their own words."""

    enrolment_id: UUID
    evidence_url: str | None
    evidence_text: str | None


def request_badge(session: Session, wish: BadgeWish, *, by: Principal, now: datetime) -> dict[str, Any]:
    """The badge, asked for.

    Raises:
        NotFound: no such enrolment of this person, or it is not known here yet.
        BadgeNotEarned: no presence was recorded.
        BadgeAlreadyRequested: asked for or issued before; a declined one may be asked for again.
    """
    enrolment = copies.enrolment(session, wish.enrolment_id)
    if enrolment is None or enrolment.account_id != by.account_id:
        raise NotFound
    if enrolment.status not in EARNED_BY or enrolment.net_minutes == 0:
        raise BadgeNotEarned(figures={"status": enrolment.status})
    earlier = badges.live_of_enrolment(session, wish.enrolment_id)
    if earlier is not None:
        raise BadgeAlreadyRequested(figures={"badge_id": str(earlier)})
    number = enrolment.publication_number
    publication = copies.publication(session, enrolment.training_action_id, number=number)
    if publication is None:
        raise NotFound
    badge = Badge(
        badge_id=new_id(),
        status=BadgeStatus.REQUESTED,
        enrolment_id=enrolment.enrolment_id,
        account_id=enrolment.account_id,
        organisation_id=enrolment.organisation_id,
        training_action_id=enrolment.training_action_id,
        training_session_id=enrolment.training_session_id,
        publication_number=number,
        provider_organisation_id=UUID(publication["provider_organisation_id"]),
        requested_at=now,
        status_changed_at=now,
        evidence_url=wish.evidence_url or None,
        evidence_text=(wish.evidence_text or "").strip() or None,
    )
    session.add(badge)
    session.flush()
    outbox.append(session, badge_event(badge, occurred_at=now))
    return read_badge(session.connection(), badge.badge_id, principal=by)
