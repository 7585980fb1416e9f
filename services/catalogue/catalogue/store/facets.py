"""How many actions a search would find under each choice. One statement for all lists.

A list counts under all other conditions but its own, so that people see what else they could choose there.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from catalogue.domain.searches import DURATIONS
from catalogue.store.search_filters import (
    On,
    choices,
    listed_since_news,
    on,
    session_filters,
    text_filter,
)
from catalogue.store.search_tables import SEARCH_ACTIONS, SEARCH_SESSIONS
from catalogue.store.tables import ORGANISATIONS, SEATS

MOST_PROVIDERS = 30
_A = SEARCH_ACTIONS.c
# One bit for each condition that an action does not meet.
_BITS = {name: 1 << place for place, name in enumerate((*choices(frozenset()), "seats_left"))}
# List → the columns that hold its codes and their labels.
_LISTS = {
    "themes": ("theme_code", "theme_label"),
    "types": ("type_code", "type_label"),
    "delivery_modes": ("delivery_mode", None),
    "access": ("access", None),
    "durations": ("duration", None),
}


def _duration() -> ColumnElement[Any]:
    steps = [(_A.duration_days <= longest, code) for code, (_, longest) in DURATIONS.items() if longest is not None]
    last = next(code for code, (_, longest) in DURATIONS.items() if longest is None)
    return case(*steps, else_=last)


def _with_sessions(on: On) -> tuple[FromClause, ColumnElement[Any], ColumnElement[Any]]:
    """Actions with the number of their sessions that fit, and of those that have seats.

    Counted one by one where a text leaves few actions, for all at once where none does.
    """
    sessions, full = SEARCH_SESSIONS.alias("sessions"), SEATS.alias("full")
    is_full = and_(full.c.training_session_id == sessions.c.training_session_id, full.c.is_full)
    counted = (
        select(func.count().label("fitting"), (func.count() - func.count(full.c.training_session_id)).label("free"))
        .select_from(sessions.outerjoin(full, is_full))
        .where(*session_filters(on, sessions, with_seats=False))
    )
    of_action = sessions.c.training_action_id
    if "head" in on:
        each = counted.where(of_action == _A.training_action_id).lateral("held")
        return SEARCH_ACTIONS.join(each, true()), each.c.fitting, each.c.free
    held = counted.add_columns(of_action).group_by(of_action).subquery("held")
    joined = SEARCH_ACTIONS.outerjoin(held, held.c.training_action_id == _A.training_action_id)
    return joined, func.coalesce(held.c.fitting, 0), func.coalesce(held.c.free, 0)


def _actions(on: On) -> Select[Any]:
    """Each action that fits text, place and dates, with what it misses of the lists."""
    source, fitting, free = _with_sessions(on)
    conditions = {**choices(on), "seats_left": [free > 0] if "seats_left" in on else []}
    missed: ColumnElement[Any] = literal(0, Integer)
    for name, held_all in conditions.items():
        if held_all:
            missed = missed + case((and_(*held_all), 0), else_=_BITS[name])
    undated = [] if "needs_session" in on else [and_(true(), *listed_since_news(on))]
    columns = ("theme_code", "theme_label", "type_code", "type_label", "delivery_mode", "access")
    return (
        select(
            *(_A[name] for name in columns),
            _A.provider_organisation_id,
            _duration().label("duration"),
            (free > 0).label("has_seats"),
            missed.label("missed"),
        )
        .select_from(source)
        .where(*text_filter(on), or_(fitting > 0, *undated))
    )


def _met(found: FromClause, but: str | None) -> ColumnElement[bool]:
    others = sum(_BITS.values()) - (_BITS[but] if but else 0)
    return found.c.missed.op("&")(literal(others, Integer)) == 0


def _counted(found: FromClause, name: str) -> Select[Any]:
    code, label = _LISTS[name]
    shown = func.max(found.c[label]) if label else cast(null(), Text)
    return (
        select(literal(name, Text).label("list"), found.c[code].label("code"), shown.label("label"), func.count())
        .where(_met(found, name))
        .group_by(found.c[code])
    )


def _providers(found: FromClause) -> Select[Any]:
    counted = (
        select(found.c.provider_organisation_id.label("key"), func.count().label("count"))
        .where(_met(found, "providers"))
        .group_by(found.c.provider_organisation_id)
        .order_by(func.count().desc(), found.c.provider_organisation_id)
        .limit(MOST_PROVIDERS)
        .subquery("counted")
    )
    named = counted.outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == counted.c.key)
    return select(
        literal("providers", Text), cast(counted.c.key, Text), ORGANISATIONS.c.name, counted.c.count
    ).select_from(named)


@lru_cache(maxsize=512)
def _statement(on: On) -> Any:
    found = _actions(on).cte("found")
    totals = [
        select(literal("total", Text), cast(null(), Text), cast(null(), Text), func.count()).where(_met(found, None)),
        select(literal("seats_left", Text), cast(null(), Text), cast(null(), Text), func.count()).where(
            _met(found, "seats_left"), found.c.has_seats
        ),
    ]
    return union_all(*(_counted(found, name) for name in _LISTS), _providers(found), *totals)


def counts_of(connection: Connection, values: Mapping[str, Any]) -> list[tuple[str, str | None, str | None, int]]:
    """(list, code, label, count) of every choice that finds something, besides `total` and `seats_left`."""
    asked = {name: value for name, value in values.items() if value is not None}
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(_statement(on(values)), asked)]
