"""The pages of the public search. One statement a stretch, whatever its size; each is built once for what is asked."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Double,
    Integer,
    RowMapping,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from catalogue.domain.searches import FARTHEST_KM, Stretch
from catalogue.store.search_filters import (
    INSTANT,
    MATCHES,
    NOW,
    QUERY,
    On,
    action_filters,
    distance_km,
    listed_since_news,
    on,
    session_filters,
)
from catalogue.store.search_tables import SEARCH_ACTIONS, SEARCH_PLACES, SEARCH_SESSIONS
from catalogue.store.tables import ORGANISATIONS, SEATS

RANKED_AT_MOST = 1000
_A = SEARCH_ACTIONS.c

_LIMIT = bindparam("rows", type_=Integer)
_AFTER_INSTANT = bindparam("after_instant", type_=INSTANT)
_AFTER_TITLE = bindparam("after_title", type_=Text)
_AFTER_RANK = cast(bindparam("after_rank"), Double)
_AFTER_KM = bindparam("after_km", type_=Integer)
_AFTER_ID = bindparam("after_id", type_=Uuid)

_SESSION_COLUMNS = ("training_session_id", "first_day", "last_day", "begins_at", "capacity", "city")
_SEAT_COLUMNS = ("remaining_seats", "is_full")
CARD_COLUMNS = (
    "training_action_id",
    "title",
    "type_code",
    "type_label",
    "theme_code",
    "theme_label",
    "delivery_mode",
    "duration_days",
    "access",
)


def _of_action(source: FromClause) -> list[ColumnElement[Any]]:
    provider = select(ORGANISATIONS.c.name).where(ORGANISATIONS.c.organisation_id == source.c.provider_organisation_id)
    return [*(source.c[name] for name in CARD_COLUMNS), provider.scalar_subquery().label("provider_name")]


def of_session(sessions: FromClause) -> list[ColumnElement[Any]]:
    """What a card says of its session, seats as last told."""
    seats = [
        select(SEATS.c[name])
        .where(SEATS.c.training_session_id == sessions.c.training_session_id)
        .scalar_subquery()
        .label(name)
        for name in _SEAT_COLUMNS
    ]
    return [*(sessions.c[name] for name in _SESSION_COLUMNS), *seats]


def _km(on: On, sessions: FromClause) -> ColumnElement[Any]:
    """Whole kilometres to the nearest place of the session; null without a centre or a place."""
    if "latitude" not in on:
        return cast(null(), Integer)
    places = SEARCH_PLACES.alias()
    nearest = select(cast(func.min(distance_km(places)), Integer))
    return nearest.where(places.c.training_session_id == sessions.c.training_session_id).scalar_subquery()


def _after(on: On, key: ColumnElement[Any], *, position: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[bool]]:
    """Rows behind the position, where a page goes on from one; the first name tells whether it does."""
    return [key > tuple_(*position.values())] if next(iter(position)) in on else []


def _dated(on: On) -> Select[Any]:
    """Actions in the order of their first session to come that fits."""
    sessions, earlier = SEARCH_SESSIONS.alias("sessions"), SEARCH_SESSIONS.alias("earlier")
    key = tuple_(sessions.c.begins_at, sessions.c.training_session_id)
    preferred = exists().where(
        earlier.c.training_action_id == sessions.c.training_action_id,
        tuple_(earlier.c.begins_at, earlier.c.training_session_id) < key,
        *session_filters(on, earlier),
    )
    return (
        select(*_of_action(SEARCH_ACTIONS), *of_session(sessions), _km(on, sessions).label("km"))
        .join(sessions, sessions.c.training_action_id == _A.training_action_id)
        .where(
            *action_filters(on),
            *session_filters(on, sessions),
            not_(preferred),
            *_after(on, key, position={"after_instant": _AFTER_INSTANT, "after_id": _AFTER_ID}),
        )
        .order_by(sessions.c.begins_at, sessions.c.training_session_id)
        .limit(_LIMIT)
    )


def _first_session(on: On, actions: FromClause) -> Any:
    """For each action its first session to come that fits."""
    inner = SEARCH_SESSIONS.alias("candidates")
    return (
        select(inner)
        .where(inner.c.training_action_id == actions.c.training_action_id, *session_filters(on, inner))
        .order_by(inner.c.begins_at, inner.c.training_session_id)
        .limit(1)
        .lateral("sessions")
    )


def _dated_few(on: On) -> Select[Any]:
    """The same rows as `_dated`, from the actions that fit instead of along the calendar."""
    found = select(SEARCH_ACTIONS).where(*action_filters(on)).cte("found").prefix_with("MATERIALIZED")
    sessions = _first_session(on, found)
    key = tuple_(sessions.c.begins_at, sessions.c.training_session_id)
    return (
        select(*_of_action(found), *of_session(sessions), _km(on, sessions).label("km"))
        .select_from(found.join(sessions, true()))
        .where(*_after(on, key, position={"after_instant": _AFTER_INSTANT, "after_id": _AFTER_ID}))
        .order_by(sessions.c.begins_at, sessions.c.training_session_id)
        .limit(_LIMIT)
    )


def _undated(on: On) -> Select[Any]:
    """Actions without any session to come, by title."""
    coming = exists().where(
        SEARCH_SESSIONS.c.training_action_id == _A.training_action_id, SEARCH_SESSIONS.c.begins_at > NOW
    )
    key = tuple_(_A.title, _A.training_action_id)
    return (
        select(*_of_action(SEARCH_ACTIONS))
        .where(
            *action_filters(on),
            *listed_since_news(on),
            not_(coming),
            *_after(on, key, position={"after_title": _AFTER_TITLE, "after_id": _AFTER_ID}),
        )
        .order_by(_A.title, _A.training_action_id)
        .limit(_LIMIT)
    )


def _ranked(on: On) -> Select[Any]:
    """Actions by how well the text fits, each with its first session to come that fits."""
    rank = cast(func.ts_rank(_A.vector, QUERY), Double).label("rank")
    found = select(SEARCH_ACTIONS, rank).where(*action_filters(on), MATCHES).limit(RANKED_AT_MOST).subquery("found")
    sessions = _first_session(on, found)
    # Downwards, where every other order goes upwards.
    key = tuple_(-found.c.rank, found.c.training_action_id)
    needed = [sessions.c.training_session_id.is_not(None)] if "needs_session" in on else []
    return (
        select(*_of_action(found), *of_session(sessions), found.c.rank, _km(on, sessions).label("km"))
        .select_from(found.outerjoin(sessions, true()))
        .where(*needed, *_after(on, key, position={"after_rank": -_AFTER_RANK, "after_id": _AFTER_ID}))
        .order_by(-found.c.rank, found.c.training_action_id)
        .limit(_LIMIT)
    )


def _near(on: On) -> Select[Any]:
    """Actions by the distance of their nearest session that fits, then by its date; those without a place last."""
    inner = SEARCH_SESSIONS.alias("candidates")
    away = func.coalesce(_km(on, inner), literal(FARTHEST_KM, literal_execute=True)).label("away")
    best = (
        select(inner, away)
        .join(SEARCH_ACTIONS, _A.training_action_id == inner.c.training_action_id)
        .where(*action_filters(on), *session_filters(on, inner))
        .ext(distinct_on(inner.c.training_action_id))
        .order_by(inner.c.training_action_id, away, inner.c.begins_at, inner.c.training_session_id)
        .subquery("sessions")
    )
    km = func.nullif(best.c.away, literal(FARTHEST_KM, literal_execute=True)).label("km")
    position: dict[str, ColumnElement[Any]] = {
        "after_km": _AFTER_KM,
        "after_instant": _AFTER_INSTANT,
        "after_id": _AFTER_ID,
    }
    key = tuple_(best.c.away, best.c.begins_at, best.c.training_session_id)
    return (
        select(*_of_action(SEARCH_ACTIONS), *of_session(best), km)
        .join(best, and_(best.c.training_action_id == _A.training_action_id))
        .where(*_after(on, key, position=position))
        .order_by(best.c.away, best.c.begins_at, best.c.training_session_id)
        .limit(_LIMIT)
    )


_BUILT: Mapping[Stretch, Callable[[On], Select[Any]]] = {
    Stretch.DATED: _dated,
    Stretch.UNDATED: _undated,
    Stretch.RANKED: _ranked,
    Stretch.NEAR: _near,
}


@lru_cache(maxsize=512)
def _statement(stretch: Stretch, on: On, *, is_rare: bool) -> Select[Any]:
    """Built once for each choice of filters; people use few of them at once."""
    return _dated_few(on) if is_rare and stretch is Stretch.DATED else _BUILT[stretch](on)


def rows_of(
    connection: Connection, stretch: Stretch, *, values: Mapping[str, Any], limit: int, is_rare: bool
) -> list[RowMapping]:
    """Up to `limit` rows of one stretch, after the position that `values` may hold; one statement.

    is_rare: the text is, so few actions fit. Along the calendar a common word is soon met and a rare one only at its
    end; PostgreSQL's statistics do not tell one beginning of a word from another.
    """
    asked = {name: value for name, value in values.items() if value is not None}
    statement = _statement(stretch, on(values), is_rare=is_rare)
    return list(connection.execute(statement, {**asked, "rows": limit}).mappings())
