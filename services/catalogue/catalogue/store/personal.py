"""What a person keeps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Integer,
    RowMapping,
    Uuid,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from catalogue.domain.saved_searches import SavedSearch
from catalogue.store.search import CARD_COLUMNS, of_session
from catalogue.store.search_tables import SEARCH_SESSIONS
from catalogue.store.tables import (
    FAVOURITES,
    LAST_SEARCHES,
    ORGANISATIONS,
    PUBLICATIONS,
    SAVED_SEARCHES,
    TRAINING_ACTIONS,
)
from chassis.errors import NotFound

_INSTANT = DateTime(timezone=True)
_ACCOUNT = bindparam("account_id", type_=Uuid)
_AFTER = bindparam("after_instant", type_=_INSTANT)


def _favourites() -> Any:
    """The last publication of each, withdrawn ones too, with the next session; the latest kept first."""
    next_session = (
        select(SEARCH_SESSIONS)
        .where(
            SEARCH_SESSIONS.c.training_action_id == FAVOURITES.c.training_action_id,
            SEARCH_SESSIONS.c.begins_at > bindparam("now", type_=_INSTANT),
        )
        .order_by(SEARCH_SESSIONS.c.begins_at, SEARCH_SESSIONS.c.training_session_id)
        .limit(1)
        .lateral("sessions")
    )
    key = tuple_(FAVOURITES.c.kept_at, FAVOURITES.c.training_action_id)
    return (
        select(
            *(PUBLICATIONS.c[name] for name in CARD_COLUMNS),
            ORGANISATIONS.c.name.label("provider_name"),
            TRAINING_ACTIONS.c.status,
            FAVOURITES.c.kept_at,
            *of_session(next_session),
        )
        .select_from(
            FAVOURITES.join(TRAINING_ACTIONS, TRAINING_ACTIONS.c.training_action_id == FAVOURITES.c.training_action_id)
            .join(
                PUBLICATIONS,
                (PUBLICATIONS.c.training_action_id == TRAINING_ACTIONS.c.training_action_id)
                & (PUBLICATIONS.c.publication_number == TRAINING_ACTIONS.c.publication_number),
            )
            .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == PUBLICATIONS.c.provider_organisation_id)
            .outerjoin(next_session, true())
        )
        .where(
            FAVOURITES.c.account_id == _ACCOUNT,
            or_(_AFTER.is_(None), key < tuple_(_AFTER, bindparam("after_id", type_=Uuid))),
        )
        .order_by(FAVOURITES.c.kept_at.desc(), FAVOURITES.c.training_action_id.desc())
        .limit(bindparam("rows", type_=Integer))
    )


_FAVOURITES = _favourites()


def favourites_of(connection: Connection, account_id: UUID, *, values: Mapping[str, Any]) -> list[RowMapping]:
    """`values`: now, rows, after_instant, after_id."""
    return list(connection.execute(_FAVOURITES, {"account_id": account_id, **values}).mappings())


def favourite_keys(connection: Connection, account_id: UUID) -> list[UUID]:
    """The actions that a person keeps."""
    kept = select(FAVOURITES.c.training_action_id).where(FAVOURITES.c.account_id == account_id)
    return list(connection.scalars(kept))


def count_favourites(session: Session, account_id: UUID) -> int:
    """How many a person keeps."""
    return session.scalar(select(func.count()).where(FAVOURITES.c.account_id == account_id)) or 0


def keep_favourite(session: Session, account_id: UUID, *, training_action_id: UUID, now: datetime) -> None:
    """A second time changes nothing."""
    values = {"account_id": account_id, "training_action_id": training_action_id, "kept_at": now}
    session.execute(insert(FAVOURITES).values(values).on_conflict_do_nothing())


def drop_favourite(session: Session, account_id: UUID, *, training_action_id: UUID) -> None:
    """Nothing happens where it is none."""
    session.execute(
        delete(FAVOURITES).where(
            FAVOURITES.c.account_id == account_id, FAVOURITES.c.training_action_id == training_action_id
        )
    )


def keep_last_search(session: Session, account_id: UUID, *, criteria: Mapping[str, Any], now: datetime) -> None:
    """The later of two is kept, whichever is written last."""
    values = {"criteria": dict(criteria), "kept_at": now}
    statement = insert(LAST_SEARCHES).values(account_id=account_id, **values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["account_id"], set_=values, where=LAST_SEARCHES.c.kept_at <= now
        )
    )


def last_search_of(connection: Connection, account_id: UUID) -> dict[str, Any] | None:
    """Its criteria; None where there was none."""
    row = connection.execute(select(LAST_SEARCHES.c.criteria).where(LAST_SEARCHES.c.account_id == account_id)).first()
    return row.criteria if row else None


def saved_searches_of(session: Session, account_id: UUID) -> list[SavedSearch]:
    """All of a person, the latest first."""
    statement = (
        select(SavedSearch)
        .where(SAVED_SEARCHES.c.account_id == account_id)
        .order_by(SAVED_SEARCHES.c.saved_at.desc(), SAVED_SEARCHES.c.saved_search_id.desc())
    )
    return list(session.scalars(statement))


def lock_saved_search(session: Session, saved_search_id: UUID) -> SavedSearch:
    """
    Raises:
        NotFound
    """
    saved = session.get(SavedSearch, saved_search_id, with_for_update=True, populate_existing=True)
    if saved is None:
        raise NotFound()
    return saved


def saved_searches_due(session: Session, *, looked_before: datetime) -> list[UUID]:
    """Those that tell and were not looked at since."""
    statement = (
        select(SAVED_SEARCHES.c.saved_search_id)
        .where(SAVED_SEARCHES.c.tells, SAVED_SEARCHES.c.looked_at <= looked_before)
        .order_by(SAVED_SEARCHES.c.looked_at)
    )
    return list(session.scalars(statement))


def forget_account(session: Session, account_id: UUID) -> None:
    """All that a person kept goes."""
    for table in (FAVOURITES, LAST_SEARCHES, SAVED_SEARCHES):
        session.execute(delete(table).where(table.c.account_id == account_id))
