"""By whom a session is run: the provider of its action, or for a past session the one that ran it then."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, Uuid, and_, any_, func, literal, or_, select, update

from chassis.database import Session
from enrolment.store.tables import TRAINING_ACTIONS, TRAINING_SESSIONS

_ACTION, _SESSION = TRAINING_ACTIONS.c, TRAINING_SESSIONS.c
# As columns of a statement that joins the action, and outer or inner the session.
PROVIDER: Label[Any] = func.coalesce(_SESSION.run_by_organisation_id, _ACTION.provider_organisation_id).label(
    "provider_organisation_id"
)
TRAINERS: Label[Any] = func.coalesce(_SESSION.run_by_account_ids, _ACTION.trainer_account_ids).label(
    "trainer_account_ids"
)


def is_run_by(account_id: UUID, *, organisation_id: UUID) -> ColumnElement[bool]:
    """The sessions that a person runs for a provider; see `enrolment.domain.targets.Run`."""
    trainers = func.coalesce(_SESSION.run_by_account_ids, _ACTION.trainer_account_ids)
    # Not by the coalesced column: each side has its index.
    of_action = and_(_SESSION.run_by_organisation_id.is_(None), _ACTION.provider_organisation_id == organisation_id)
    return and_(
        or_(of_action, _SESSION.run_by_organisation_id == organisation_id),
        or_(func.cardinality(trainers) == 0, literal(account_id, Uuid) == any_(trainers)),
    )


def keep_past_runs(
    session: Session, training_action_id: UUID, *, successor: UUID, version: int | None, at: datetime
) -> None:
    """Where `version` gives the action to a successor, the sessions that are over at `at` stay with who ran them.

    A version that is older than the copy says nothing new.
    """
    known = session.execute(
        select(_ACTION.provider_organisation_id, _ACTION.trainer_account_ids).where(
            _ACTION.training_action_id == training_action_id,
            _ACTION.provider_organisation_id != successor,
            _ACTION.version < (version or 0),
        )
    ).one_or_none()
    if known is None:
        return
    session.execute(
        update(TRAINING_SESSIONS)
        .where(
            _SESSION.training_action_id == training_action_id,
            _SESSION.ends_at <= at,
            _SESSION.run_by_organisation_id.is_(None),
        )
        .values(run_by_organisation_id=known.provider_organisation_id, run_by_account_ids=known.trainer_account_ids)
    )
