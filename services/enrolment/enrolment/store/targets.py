"""Sessions with their actions, as the catalogue last told them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from chassis.errors import NotFound
from enrolment.domain.targets import Target
from enrolment.store import runs
from enrolment.store.reading import Reader
from enrolment.store.tables import TRAINING_ACTIONS, TRAINING_SESSIONS

_ACTION_FIELDS = (
    "publication_number", "title", "type_label", "is_withdrawn", "is_member_only", "counts_as_formation",
    "is_self_paced", "needs_hr_approval", "needs_provider_approval", "delivery_mode", "duration_days",
    "missing_information", "type_code", "evaluation_planned",
)  # fmt: skip
_SESSION_FIELDS = (
    "training_session_id", "training_action_id", "is_cancelled", "registration_opens_at", "registration_closes_at",
    "starts_at", "ends_at", "first_day", "last_day", "slots",
)  # fmt: skip


_OF_ACTION = (TRAINING_ACTIONS.c.provider_organisation_id, TRAINING_ACTIONS.c.trainer_account_ids)
_OF_SESSION = (runs.PROVIDER, runs.TRAINERS)


def _statement(run: Iterable[ColumnElement[Any]] = _OF_SESSION) -> Select[Any]:
    return select(
        *(TRAINING_ACTIONS.c[name] for name in _ACTION_FIELDS),
        *(TRAINING_SESSIONS.c[name] for name in _SESSION_FIELDS),
        *run,
    ).join_from(
        TRAINING_SESSIONS,
        TRAINING_ACTIONS,
        TRAINING_ACTIONS.c.training_action_id == TRAINING_SESSIONS.c.training_action_id,
    )


_ONE = _statement().where(TRAINING_SESSIONS.c.training_session_id == bindparam("training_session_id"))


def _target(row: Row[Any]) -> Target:
    fields = dict(row._mapping)
    return Target(**fields | {name: tuple(fields[name]) for name in ("trainer_account_ids", "missing_information")})


def get(session: Reader, training_session_id: UUID) -> Target:
    """One session with its action.

    Raises:
        NotFound: the catalogue has told none of this key, or not its action.
    """
    row = session.execute(_ONE, {"training_session_id": training_session_id}).one_or_none()
    if row is None:
        raise NotFound
    return _target(row)


def read(session: Session, training_session_ids: Iterable[UUID]) -> dict[UUID, Target]:
    """Several at once; those that are not known are absent."""
    rows = session.execute(_statement().where(TRAINING_SESSIONS.c.training_session_id.in_(list(training_session_ids))))
    return {row.training_session_id: _target(row) for row in rows}


def of_action(reader: Reader, training_action_id: UUID) -> Target:
    """Any session of an action, for what all of them share: who runs the action now.

    Raises:
        NotFound: no such action, or none of its sessions is known.
    """
    statement = _statement(_OF_ACTION).where(TRAINING_ACTIONS.c.training_action_id == training_action_id)
    row = reader.execute(statement.limit(1)).one_or_none()
    if row is None:
        raise NotFound
    return _target(row)
