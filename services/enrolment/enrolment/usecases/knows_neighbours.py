"""Whether the copies that a request needs have arrived."""

from collections.abc import Collection
from uuid import UUID

from chassis.database import Session
from enrolment.store import enrolments, people, targets


def knows_neighbours(
    session: Session,
    *,
    account_ids: Collection[UUID],
    organisation_ids: Collection[UUID],
    training_session_ids: Collection[UUID],
) -> bool:
    """All of them: accounts, organisations, and sessions with their actions."""
    return (
        all(people.account(session, key) is not None for key in account_ids)
        and all(people.organisation(session, key) is not None for key in organisation_ids)
        and targets.read(session, training_session_ids).keys() >= set(training_session_ids)
    )


def known_enrolments(session: Session, enrolment_ids: Collection[UUID]) -> set[UUID]:
    """Those of the requests that exist."""
    return {found.enrolment_id for found in enrolments.read(session, enrolment_ids)}
