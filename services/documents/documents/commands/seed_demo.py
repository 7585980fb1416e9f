"""`seed-demo FILE`: badges asked for and given, a paper revoked, by the use cases at past moments. Once is enough."""

import re
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as hour_of_day
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from chassis import clock
from chassis.clock import PARIS
from chassis.database import Session, transaction
from chassis.principal import Principal, Role
from documents.domain.document import ISSUED, Document, DocumentKind, DocumentStatus
from documents.store import badges, copies
from documents.store import documents as store
from documents.usecases.decide_badge import BadgeDecision, decide_badge
from documents.usecases.request_badge import EARNED_BY, BadgeWish, request_badge
from documents.usecases.revoke_document import revoke_document

Told = dict[str, Any]
PATIENCE_S, PAUSE_S = 60.0, 0.2
_MOMENT = re.compile(r"^-(?P<days>\d+)d (?P<hour>\d\d):(?P<minute>\d\d)$")


def _moment(told: str) -> datetime:
    """« -25d 18:20 »: an hour in Paris, days before today."""
    matched = _MOMENT.match(told)
    if matched is None:
        raise ValueError(f"not a moment of the demo data: {told!r}")
    day = clock.now().astimezone(PARIS).date() - timedelta(days=int(matched["days"]))
    return datetime.combine(day, hour_of_day(int(matched["hour"]), int(matched["minute"])), tzinfo=PARIS)


def _principal(told: Told, role: Role) -> Principal:
    organisation = UUID(told["organisation_id"]) if told["organisation_id"] else None
    return Principal(
        account_id=UUID(told["account_id"]),
        active_role=role,
        active_organisation=organisation,
        roles=frozenset({(role, organisation)}),
        client_id="demo",
    )


def _is_earned(session: Session, told: Told) -> bool:
    """Presence, publication, provider and person have arrived: a badge may be asked for and given."""
    enrolment = copies.enrolment(session, UUID(told["enrolment_id"]))
    if enrolment is None or enrolment.status not in EARNED_BY:
        return False
    number = enrolment.publication_number
    publication = copies.publication(session, enrolment.training_action_id, number=number)
    return (
        publication is not None
        and copies.organisation(session, UUID(publication["provider_organisation_id"])) is not None
        and copies.profile(session, enrolment.account_id) is not None
    )


def _issued(session: Session, told: Told) -> list[Document]:
    papers = store.lock_of_enrolment(session, UUID(told["enrolment_id"]), kind=DocumentKind(told["kind"]))
    return [paper for paper in papers if paper.status in ISSUED]


def _is_issued(session: Session, told: Told) -> bool:
    """A worker has made the paper; this command writes no file."""
    return bool(_issued(session, told))


def _all_in_time(ready: Callable[[Session, Told], bool], wanted: list[Told]) -> bool:
    """Copies arrive by events; says whether they did in time."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        with transaction() as session:
            if all(ready(session, told) for told in wanted):
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE_S)


def _seed_badge(session: Session, told: Told) -> None:
    enrolment_id = UUID(told["enrolment_id"])
    if badges.live_of_enrolment(session, enrolment_id) is not None:
        return
    wish = BadgeWish(enrolment_id=enrolment_id, evidence_url=told["evidence_url"], evidence_text=told["evidence_text"])
    by = _principal(told["by"], Role.BENEFICIARY)
    badge = request_badge(session, wish, by=by, now=_moment(told["asked_at"]))
    if told["accepted_at"]:
        provider = _principal(told["accepted_by"], Role.TRAINING_PROVIDER)
        decision, at = BadgeDecision(accepts=True, reason=None), _moment(told["accepted_at"])
        decide_badge(session, badge["badge_id"], decision=decision, by=provider, now=at)


def _seed_revocation(session: Session, told: Told) -> None:
    """At the moment told, or now where the paper was issued after it."""
    by = _principal(told["by"], Role.STAFF)
    for paper in _issued(session, told):
        if paper.status is DocumentStatus.VALID:
            at = max(_moment(told["revoked_at"]), paper.status_changed_at)
            revoke_document(session, paper.document_id, reason=told["reason"], by=by, now=at)


def run(arguments: list[str]) -> int:
    """Status 2 where the call is wrong, 1 where the neighbours' data have not arrived after a minute."""
    if len(arguments) != 1:
        print("usage: python -m documents seed-demo FILE", file=sys.stderr)
        return 2
    told = orjson.loads(Path(arguments[0]).read_bytes())
    if not (_all_in_time(_is_earned, told["badges"]) and _all_in_time(_is_issued, told["revocations"])):
        print("documents: presences of the demo are unknown; were they seeded?", file=sys.stderr)
        return 1
    with transaction() as session:
        for badge in told["badges"]:
            _seed_badge(session, badge)
        for revocation in told["revocations"]:
            _seed_revocation(session, revocation)
    return 0
