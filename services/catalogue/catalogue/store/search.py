"""The pages of the public search. One statement a stretch, whatever its size; each is built once."""

from collections.abc import Mapping
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
    or_,
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
    LATITUDE,
    MATCHES,
    NEEDS_SESSION,
    NOW,
    QUERY,
    action_filters,
    distance_km,
    listed_since_news,
    session_filters,
    when,
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
AFTER = ("after_instant", "after_title", "after_rank", "after_km", "after_id")

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


def _km(sessions: FromClause) -> ColumnElement[Any]:
    """Whole kilometres to the nearest place of the session; null without a centre or a place."""
    places = SEARCH_PLACES.alias()
    nearest = select(cast(func.min(distance_km(places)), Integer)).where(
        LATITUDE.is_not(None), places.c.training_session_id == sessions.c.training_session_id
    )
    return nearest.scalar_subquery()


def _dated() -> Select[Any]:
    """Actions in the order of their first session to come that fits."""
    sessions, earlier = SEARCH_SESSIONS.alias("sessions"), SEARCH_SESSIONS.alias("earlier")
    key = tuple_(sessions.c.begins_at, sessions.c.training_session_id)
    preferred = exists().where(
        earlier.c.training_action_id == sessions.c.training_action_id,
        tuple_(earlier.c.begins_at, earlier.c.training_session_id) < key,
        *session_filters(earlier),
    )
    return (
        select(*_of_action(SEARCH_ACTIONS), *of_session(sessions), _km(sessions).label("km"))
        .join(sessions, sessions.c.training_action_id == _A.training_action_id)
        .where(
            *action_filters(),
            *session_filters(sessions),
            not_(preferred),
            when(_AFTER_INSTANT, key > tuple_(_AFTER_INSTANT, _AFTER_ID)),
        )
        .order_by(sessions.c.begins_at, sessions.c.training_session_id)
        .limit(_LIMIT)
    )


def _undated() -> Select[Any]:
    """Actions without any session to come, by title."""
    coming = exists().where(
        SEARCH_SESSIONS.c.training_action_id == _A.training_action_id, SEARCH_SESSIONS.c.begins_at > NOW
    )
    return (
        select(*_of_action(SEARCH_ACTIONS))
        .where(
            *action_filters(),
            listed_since_news(),
            not_(coming),
            when(_AFTER_TITLE, tuple_(_A.title, _A.training_action_id) > tuple_(_AFTER_TITLE, _AFTER_ID)),
        )
        .order_by(_A.title, _A.training_action_id)
        .limit(_LIMIT)
    )


def _ranked() -> Select[Any]:
    """Actions by how well the text fits, each with its first session to come that fits."""
    rank = cast(func.ts_rank(_A.vector, QUERY), Double).label("rank")
    found = select(SEARCH_ACTIONS, rank).where(*action_filters(), MATCHES).limit(RANKED_AT_MOST).subquery("found")
    inner = SEARCH_SESSIONS.alias("candidates")
    sessions = (
        select(inner)
        .where(inner.c.training_action_id == found.c.training_action_id, *session_filters(inner))
        .order_by(inner.c.begins_at, inner.c.training_session_id)
        .limit(1)
        .lateral("sessions")
    )
    key = tuple_(found.c.rank, found.c.training_action_id)
    return (
        select(*_of_action(found), *of_session(sessions), found.c.rank, _km(sessions).label("km"))
        .select_from(found.outerjoin(sessions, true()))
        .where(
            or_(NEEDS_SESSION.is_(None), sessions.c.training_session_id.is_not(None)),
            when(_AFTER_RANK, key < tuple_(_AFTER_RANK, _AFTER_ID)),
        )
        .order_by(found.c.rank.desc(), found.c.training_action_id.desc())
        .limit(_LIMIT)
    )


def _near() -> Select[Any]:
    """Actions by the distance of their nearest session that fits, then by its date; those without a place last."""
    inner = SEARCH_SESSIONS.alias("candidates")
    away = func.coalesce(_km(inner), literal(FARTHEST_KM, literal_execute=True)).label("away")
    best = (
        select(inner, away)
        .join(SEARCH_ACTIONS, _A.training_action_id == inner.c.training_action_id)
        .where(*action_filters(), *session_filters(inner))
        .ext(distinct_on(inner.c.training_action_id))
        .order_by(inner.c.training_action_id, away, inner.c.begins_at, inner.c.training_session_id)
        .subquery("sessions")
    )
    km = func.nullif(best.c.away, literal(FARTHEST_KM, literal_execute=True)).label("km")
    key = tuple_(best.c.away, best.c.begins_at, best.c.training_session_id)
    return (
        select(*_of_action(SEARCH_ACTIONS), *of_session(best), km)
        .join(best, and_(best.c.training_action_id == _A.training_action_id))
        .where(when(_AFTER_KM, key > tuple_(_AFTER_KM, _AFTER_INSTANT, _AFTER_ID)))
        .order_by(best.c.away, best.c.begins_at, best.c.training_session_id)
        .limit(_LIMIT)
    )


_STATEMENTS = {
    Stretch.DATED: _dated(),
    Stretch.UNDATED: _undated(),
    Stretch.RANKED: _ranked(),
    Stretch.NEAR: _near(),
}
_NO_POSITION = dict.fromkeys(AFTER)


def rows_of(connection: Connection, stretch: Stretch, *, values: Mapping[str, Any], limit: int) -> list[RowMapping]:
    """Up to `limit` rows of one stretch, after the position that `values` may hold; one statement."""
    asked = {**_NO_POSITION, **values, "rows": limit}
    return list(connection.execute(_STATEMENTS[stretch], asked).mappings())
