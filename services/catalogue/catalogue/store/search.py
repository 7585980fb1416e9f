"""The public search. Two statements at most a page, whatever its size; both are built once.

Every filter is a bound value that may be null: the reading engine plans each call anew (force_custom_plan), so that
PostgreSQL drops the conditions that are off. Rank is computed inside a bounded set only.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    Connection,
    Date,
    DateTime,
    Double,
    Integer,
    RowMapping,
    Select,
    Text,
    Uuid,
    and_,
    any_,
    bindparam,
    cast,
    exists,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from catalogue.domain.place_names import place_key
from catalogue.domain.searches import Search, Stretch
from catalogue.store.tables import ORGANISATIONS, PUBLICATIONS, SEATS, SLOTS, TRAINING_SESSIONS

RANKED_AT_MOST = 1000
# What no commune begins with: a place of signs only.
_NOWHERE = "-"
_INSTANT = DateTime(timezone=True)
_P = PUBLICATIONS.c

_NOW = bindparam("now", type_=_INSTANT)
_TEXT = bindparam("text", type_=Text)
_PLACE = bindparam("place", type_=Text)
_THEMES = bindparam("themes", type_=ARRAY(Text))
_TYPES = bindparam("types", type_=ARRAY(Text))
_MODES = bindparam("delivery_modes", type_=ARRAY(Text))
_ACCESS = bindparam("access", type_=Text)
# The driver leaves the type of booleans and floats open; PostgreSQL must know it even where the value is null.
_SEATS_LEFT = cast(bindparam("seats_left"), Boolean)
_FROM = bindparam("starts_from", type_=Date)
_TO = bindparam("starts_to", type_=Date)
_NEEDS_SESSION = cast(bindparam("needs_session"), Boolean)
_LIMIT = bindparam("rows", type_=Integer)
_AFTER_INSTANT = bindparam("after_instant", type_=_INSTANT)
_AFTER_TITLE = bindparam("after_title", type_=Text)
_AFTER_RANK = cast(bindparam("after_rank"), Double)
_AFTER_ID = bindparam("after_id", type_=Uuid)

_QUERY = func.websearch_to_tsquery(literal_column("'catalogue_french'::regconfig"), _TEXT)
_MATCHES = _P.search_vector.op("@@")(_QUERY)


def _when(value: ColumnElement[Any], condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """The condition, where its value was given."""
    return or_(value.is_(None), condition)


def _action_filters() -> list[ColumnElement[bool]]:
    return [
        _P.is_listed,
        _when(_TEXT, _MATCHES),
        _when(_THEMES, _P.theme_code == any_(_THEMES)),
        _when(_TYPES, _P.type_code == any_(_TYPES)),
        _when(_MODES, cast(_P.delivery_mode, Text) == any_(_MODES)),
        _when(_ACCESS, cast(_P.access, Text) == _ACCESS),
    ]


def _session_filters(sessions: FromClause) -> list[ColumnElement[bool]]:
    """Conditions on one session, the same for the session shown and for those it is preferred to."""
    of_session = SLOTS.c.training_session_id == sessions.c.training_session_id
    somewhere = exists().where(of_session, SLOTS.c.city.is_not(None))
    there = exists().where(of_session, or_(SLOTS.c.city_key.like(_PLACE), SLOTS.c.postcode.like(_PLACE)))
    full = exists().where(SEATS.c.training_session_id == sessions.c.training_session_id, SEATS.c.is_full)
    running_then = and_(sessions.c.is_self_paced, sessions.c.last_day >= _FROM)
    return [
        sessions.c.status == literal_column("'scheduled'"),
        sessions.c.begins_at > _NOW,
        _when(_PLACE, or_(there, not_(somewhere))),
        or_(_SEATS_LEFT.is_(None), not_(full)),
        _when(_FROM, or_(sessions.c.first_day >= _FROM, running_then)),
        _when(_TO, sessions.c.first_day <= _TO),
    ]


_SESSION_COLUMNS = ("training_session_id", "first_day", "last_day", "begins_at", "capacity")
_SEAT_COLUMNS = ("remaining_seats", "is_full")
_CARD_COLUMNS = (
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
    return [*(source.c[name] for name in _CARD_COLUMNS), provider.scalar_subquery().label("provider_name")]


def _of_session(sessions: FromClause) -> list[ColumnElement[Any]]:
    city = (
        select(SLOTS.c.city)
        .where(SLOTS.c.training_session_id == sessions.c.training_session_id, SLOTS.c.city.is_not(None))
        .order_by(SLOTS.c.starts_at)
        .limit(1)
    )
    seats = [
        select(SEATS.c[name])
        .where(SEATS.c.training_session_id == sessions.c.training_session_id)
        .scalar_subquery()
        .label(name)
        for name in _SEAT_COLUMNS
    ]
    return [*(sessions.c[name] for name in _SESSION_COLUMNS), city.scalar_subquery().label("city"), *seats]


def _dated() -> Select[Any]:
    """Actions in the order of their first session to come that fits."""
    sessions, earlier = TRAINING_SESSIONS.alias("sessions"), TRAINING_SESSIONS.alias("earlier")
    key = tuple_(sessions.c.begins_at, sessions.c.training_session_id)
    preferred = exists().where(
        earlier.c.training_action_id == sessions.c.training_action_id,
        tuple_(earlier.c.begins_at, earlier.c.training_session_id) < key,
        *_session_filters(earlier),
    )
    return (
        select(*_of_action(PUBLICATIONS), *_of_session(sessions))
        .join(sessions, sessions.c.training_action_id == _P.training_action_id)
        .where(
            *_action_filters(),
            *_session_filters(sessions),
            not_(preferred),
            _when(_AFTER_INSTANT, key > tuple_(_AFTER_INSTANT, _AFTER_ID)),
        )
        .order_by(sessions.c.begins_at, sessions.c.training_session_id)
        .limit(_LIMIT)
    )


def _undated() -> Select[Any]:
    """Actions without any session to come, by title."""
    coming = exists().where(
        TRAINING_SESSIONS.c.training_action_id == _P.training_action_id,
        TRAINING_SESSIONS.c.status == literal_column("'scheduled'"),
        TRAINING_SESSIONS.c.begins_at > _NOW,
    )
    return (
        select(*_of_action(PUBLICATIONS))
        .where(
            *_action_filters(),
            not_(coming),
            _when(
                _AFTER_TITLE,
                tuple_(_P.title, _P.training_action_id) > tuple_(_AFTER_TITLE, _AFTER_ID),
            ),
        )
        .order_by(_P.title, _P.training_action_id)
        .limit(_LIMIT)
    )


def _ranked() -> Select[Any]:
    """Actions by how well the text fits, each with its first session to come that fits."""
    rank = cast(func.ts_rank(_P.search_vector, _QUERY), Double).label("rank")
    found = select(PUBLICATIONS, rank).where(*_action_filters(), _MATCHES).limit(RANKED_AT_MOST).subquery("found")
    inner = TRAINING_SESSIONS.alias("candidates")
    sessions = (
        select(*(inner.c[name] for name in _SESSION_COLUMNS))
        .where(inner.c.training_action_id == found.c.training_action_id, *_session_filters(inner))
        .order_by(inner.c.begins_at, inner.c.training_session_id)
        .limit(1)
        .lateral("sessions")
    )
    key = tuple_(found.c.rank, found.c.training_action_id)
    return (
        select(*_of_action(found), *_of_session(sessions), found.c.rank)
        .select_from(found.outerjoin(sessions, true()))
        .where(
            or_(_NEEDS_SESSION.is_(None), sessions.c.training_session_id.is_not(None)),
            _when(_AFTER_RANK, key < tuple_(_AFTER_RANK, _AFTER_ID)),
        )
        .order_by(found.c.rank.desc(), found.c.training_action_id.desc())
        .limit(_LIMIT)
    )


_STATEMENTS = {Stretch.DATED: _dated(), Stretch.UNDATED: _undated(), Stretch.RANKED: _ranked()}


def _place_pattern(place: str) -> str | None:
    """A LIKE pattern for what begins with `place`; its key holds letters, digits and spaces only."""
    if not place.strip():
        return None
    return f"{place_key(place) or _NOWHERE}%"


def values_of(search: Search, *, now: datetime) -> dict[str, Any]:
    """The bound values of a search's filters; None where a filter is off."""
    return {
        "now": now,
        "text": search.text.strip() or None,
        "place": _place_pattern(search.place),
        "themes": list(search.themes) or None,
        "types": list(search.types) or None,
        "delivery_modes": [mode.value for mode in search.delivery_modes] or None,
        "access": search.access.value if search.access else None,
        "seats_left": search.seats_left or None,
        "starts_from": search.starts_from,
        "starts_to": search.starts_to,
        "needs_session": search.needs_session or None,
        "after_instant": None,
        "after_title": None,
        "after_rank": None,
        "after_id": None,
    }


def rows_of(connection: Connection, stretch: Stretch, *, values: Mapping[str, Any], limit: int) -> list[RowMapping]:
    """Up to `limit` rows of one stretch, after the position that `values` holds; one statement."""
    return list(connection.execute(_STATEMENTS[stretch], {**values, "rows": limit}).mappings())
