"""Complaints: registered by the person of a request, read and answered by the provider or staff."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.followup_errors import ComplaintAnswered
from enrolment.domain.notices import complaint_told
from enrolment.domain.statuses import Status
from enrolment.store import complaints, enrolments
from enrolment.store.complaints import ComplaintQuery
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.read_enrolments import Listed, Scope, person_of, runner_of

_HEARD = frozenset(Status) - {Status.REQUESTED, Status.REFUSED_BY_HR, Status.WAITLISTED}


class Topic(StrEnum):
    """What a complaint is about."""

    CONTENT = "content"
    TRAINER = "trainer"
    ORGANISATION = "organisation"
    ACCESSIBILITY = "accessibility"
    DOCUMENTS = "documents"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class ComplaintPage:
    """Whose complaints, open ones or answered ones (None: both), how many, after which."""

    scope: Scope
    limit: int
    is_open: bool | None = None
    after: tuple[datetime, UUID] | None = None


def register_complaint(
    session: Session, enrolment_id: UUID, *, topic: Topic, body: str, by: Principal, now: datetime
) -> UUID:
    """Register one; a request may have several.

    Raises:
        NotFound: not a request of this person, or one that never reached the provider.
    """
    known = enrolments.get(session, enrolment_id)
    if known.account_id != by.account_id or known.status not in _HEARD:
        raise NotFound
    complaint_id = complaints.register(session, enrolment_id, topic=topic.value, body=body, now=now)
    _tell(session, complaint_id)
    return complaint_id


def _tell(session: Session, complaint_id: UUID) -> None:
    (complaint,) = complaints.to_tell(session, complaint_id=complaint_id)
    outbox.append(session, complaint_told(complaint))


def _scoped(reader: Reader, query: ComplaintQuery, *, scope: Scope, by: Principal) -> ComplaintQuery:
    viewer = viewer_of(reader, by)
    if scope is Scope.MINE:
        return replace(query, account_id=by.account_id)
    if scope is Scope.ALL and viewer.is_staff:
        return query
    return replace(query, runner=runner_of(viewer))


def list_complaints(reader: Reader, page: ComplaintPage, *, by: Principal) -> Listed:
    """One page of the register, latest first.

    Raises:
        Forbidden: the scope is not one of the active role.
    """
    query = ComplaintQuery(limit=page.limit + 1, is_open=page.is_open, after=page.after)
    rows = complaints.page(reader, _scoped(reader, query, scope=page.scope, by=by))
    kept = rows[: page.limit]
    last = kept[-1] if len(rows) > page.limit else None
    items: list[dict[str, Any]] = [{**row, "person": person_of(row)} for row in kept]
    return Listed(items=items, next_after=(last["registered_at"], last["complaint_id"]) if last else None)


def answer_complaint(session: Session, complaint_id: UUID, *, text: str, by: Principal, now: datetime) -> None:
    """Answer once; the answer stays in the register.

    Raises:
        NotFound: not a complaint about an action of this provider.
        ComplaintAnswered: somebody was first.
    """
    scope = Scope.ALL if viewer_of(session, by).is_staff else Scope.PROVIDER
    query = _scoped(session, ComplaintQuery(limit=1, complaint_id=complaint_id), scope=scope, by=by)
    if not complaints.page(session, query):
        raise NotFound
    if not complaints.answer(session, complaint_id, text=text, by=by.account_id, now=now):
        raise ComplaintAnswered(next_step="reload")
    _tell(session, complaint_id)
