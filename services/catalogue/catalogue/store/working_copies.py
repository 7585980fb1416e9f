"""What editors read: the list of working copies, the publications of an action, its sessions with their seats."""

from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, RowMapping, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from catalogue.domain.training_actions import ActionStatus, Description, Publication
from catalogue.domain.training_sessions import SessionStatus, TrainingSession
from catalogue.domain.working_copies import WorkingCopySearch, WorkingCopySort
from catalogue.store.tables import (
    ORGANISATIONS,
    PUBLICATIONS,
    SEATS,
    THEMES,
    TRAINING_ACTION_TYPES,
    TRAINING_ACTIONS,
    TRAINING_SESSIONS,
)
from chassis.errors import NotFound

_A, _P, _S = TRAINING_ACTIONS.c, PUBLICATIONS.c, TRAINING_SESSIONS.c
_DESCRIBED = [entry.name for entry in fields(Description)]
_LAST = and_(_P.training_action_id == _A.training_action_id, _P.publication_number == _A.publication_number)
# Whether the working copy says anything else than the last publication.
IS_CHANGED = and_(_A.publication_number > 0, or_(*(_A[name].is_distinct_from(_P[name]) for name in _DESCRIBED)))


def _coming(now: datetime) -> ColumnElement[bool]:
    return and_(_S.training_action_id == _A.training_action_id, _S.status == SessionStatus.SCHEDULED, _S.ends_at > now)


def _pattern(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _filters(search: WorkingCopySearch) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if search.organisation_id is not None:
        found.append(_A.provider_organisation_id == search.organisation_id)
    if search.text.strip():
        found.append(func.unaccent(_A.title).ilike(func.unaccent(_pattern(search.text.strip()))))
    if search.status is not None:
        found.append(_A.status == search.status)
    if search.is_changed:
        found.append(IS_CHANGED)
    return found


def _ordered(statement: Select[Any], search: WorkingCopySearch) -> Select[Any]:
    mark = search.after
    if search.sort is WorkingCopySort.TITLE:
        if mark is not None:
            statement = statement.where(tuple_(_A.title, _A.training_action_id) > tuple_(mark.key, mark.row_id))
        return statement.order_by(_A.title, _A.training_action_id)
    if mark is not None:
        instant = datetime.fromisoformat(mark.key)
        statement = statement.where(tuple_(_A.changed_at, _A.training_action_id) < tuple_(instant, mark.row_id))
    return statement.order_by(_A.changed_at.desc(), _A.training_action_id.desc())


def working_copies(connection: Connection, search: WorkingCopySearch, *, now: datetime) -> list[RowMapping]:
    """Up to one row more than the page holds; one statement."""
    coming = select(func.count()).where(_coming(now)).scalar_subquery()
    first = select(func.min(_S.first_day)).where(_coming(now)).scalar_subquery()
    statement = (
        select(
            *(_A[name] for name in ("training_action_id", "title", "status", "publication_number", "revision")),
            _A.changed_at,
            _P.published_at,
            IS_CHANGED.label("is_changed"),
            TRAINING_ACTION_TYPES.c.label.label("type_label"),
            TRAINING_ACTION_TYPES.c.self_paced,
            THEMES.c.label.label("theme_label"),
            ORGANISATIONS.c.name.label("provider_name"),
            coming.label("sessions_to_come"),
            first.label("first_day"),
        )
        .join(TRAINING_ACTION_TYPES, TRAINING_ACTION_TYPES.c.code == _A.type_code)
        .join(THEMES, THEMES.c.code == _A.theme_code)
        .outerjoin(PUBLICATIONS, _LAST)
        .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == _A.provider_organisation_id)
        .where(*_filters(search))
        .limit(search.limit + 1)
    )
    return list(connection.execute(_ordered(statement, search)).mappings())


def counts_by_status(connection: Connection, search: WorkingCopySearch) -> dict[ActionStatus, int]:
    """How many working copies this editor has in each state, whatever else they look for."""
    statement = select(_A.status, func.count()).group_by(_A.status)
    if search.organisation_id is not None:
        statement = statement.where(_A.provider_organisation_id == search.organisation_id)
    return {row[0]: row[1] for row in connection.execute(statement)}


def is_changed(session: Session, training_action_id: UUID) -> bool:
    """Whether readers do not see yet what the working copy says."""
    joined = select(IS_CHANGED).select_from(TRAINING_ACTIONS).outerjoin(PUBLICATIONS, _LAST)
    return bool(session.scalar(joined.where(_A.training_action_id == training_action_id)))


def publications_of(session: Session, training_action_id: UUID) -> list[Row[Any]]:
    """Number, day and title of every publication, the newest first."""
    statement = (
        select(_P.publication_number, _P.published_at, _P.title, _P.is_listed, _P.type_label, _P.theme_label)
        .where(_P.training_action_id == training_action_id)
        .order_by(_P.publication_number.desc())
    )
    return list(session.execute(statement))


def read_publication(session: Session, training_action_id: UUID, *, publication_number: int) -> Publication:
    """
    Raises:
        NotFound
    """
    found = session.get(Publication, (training_action_id, publication_number))
    if found is None:
        raise NotFound()
    return found


def provider_name(session: Session, organisation_id: UUID) -> str | None:
    """As our copy has it."""
    return session.scalar(select(ORGANISATIONS.c.name).where(ORGANISATIONS.c.organisation_id == organisation_id))


def providers(session: Session) -> list[Row[Any]]:
    """The organisations that carry an activity-declaration number and are not closed, by name."""
    statement = (
        select(ORGANISATIONS.c.organisation_id, ORGANISATIONS.c.name, ORGANISATIONS.c.siret, ORGANISATIONS.c.city)
        .where(ORGANISATIONS.c.activity_declaration_number.is_not(None), ORGANISATIONS.c.closed_on.is_(None))
        .order_by(ORGANISATIONS.c.name, ORGANISATIONS.c.organisation_id)
    )
    return list(session.execute(statement))


def sessions_of(session: Session, training_action_id: UUID) -> list[TrainingSession]:
    """Every session of an action, the latest first, cancelled and past ones included."""
    statement = (
        select(TrainingSession)
        .where(_S.training_action_id == training_action_id)
        .order_by(_S.begins_at.desc(), _S.training_session_id)
    )
    return list(session.scalars(statement))


def seats_of(session: Session, training_session_ids: list[UUID]) -> dict[UUID, RowMapping]:
    """What enrolment last told of these sessions; one that it did not tell yet is left out."""
    statement = select(SEATS).where(SEATS.c.training_session_id.in_(training_session_ids))
    return {row["training_session_id"]: row for row in session.execute(statement).mappings()}
