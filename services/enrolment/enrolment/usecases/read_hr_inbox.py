"""The requests that wait for an employer, each with what helps to decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.statuses import Status
from enrolment.store import hr_desk, listings
from enrolment.store.listings import Page, Selection
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import hr_desk_of, hr_viewer_of
from enrolment.usecases.gather_decision_contexts import gather_decision_contexts
from enrolment.usecases.read_enrolments import Listed, key_of, shown, standing_of


@dataclass(frozen=True, kw_only=True)
class Inbox:
    """A page, and the count of all that waits; `oldest_requested_at` None where nothing does."""

    listed: Listed
    waiting: int
    oldest_requested_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Only:
    """A part of the inbox: requests for one session, or these requests; None is no restriction."""

    training_session_id: UUID | None = None
    enrolment_ids: Collection[UUID] | None = None


def read_hr_inbox(reader: Reader, page: Page, *, only: Only, by: Principal, now: datetime) -> Inbox:
    """One page of undecided requests of the organisation.

    Raises:
        Forbidden: not an HR validator of it, nor a deputy today.
    """
    organisation_id = hr_desk_of(reader, by, now=now)
    viewer = hr_viewer_of(reader, by, now=now)
    selection = Selection(
        organisation_id=organisation_id,
        statuses={Status.REQUESTED},
        training_session_id=only.training_session_id,
        enrolment_ids=only.enrolment_ids,
    )
    wider = Page(order=page.order, limit=page.limit + 1, after=page.after)
    rows = listings.enrolments(reader, selection, page=wider)
    kept = rows[: page.limit]
    contexts = gather_decision_contexts(reader, organisation_id, rows=kept)
    count, oldest = hr_desk.waiting(reader, organisation_id)
    items = [
        {**shown(row, standing_of(viewer, row, now=now)), "context": contexts[row["enrolment_id"]]} for row in kept
    ]
    next_after = key_of(kept[-1], page.order) if len(rows) > page.limit else None
    return Inbox(listed=Listed(items=items, next_after=next_after), waiting=count, oldest_requested_at=oldest)


def read_decision_context(reader: Reader, enrolment_id: UUID, *, by: Principal, now: datetime) -> Mapping[str, Any]:
    """The context of one request.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
        NotFound: not a request of this organisation.
    """
    organisation_id = hr_desk_of(reader, by, now=now)
    row = listings.enrolment(reader, enrolment_id)
    if row is None or row["organisation_id"] != organisation_id:
        raise NotFound
    found: Mapping[str, Any] = gather_decision_contexts(reader, organisation_id, rows=[row])[enrolment_id]
    return found
