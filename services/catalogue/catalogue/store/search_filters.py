"""The conditions of a search. A statement holds those that are on, and no other: it is short to send and to plan.

The reading engine plans each call anew (force_custom_plan), by the values that were asked.
"""

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Double,
    Integer,
    Numeric,
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
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from catalogue.domain.places import Centre, Place, place_of
from catalogue.domain.search_words import words_of
from catalogue.domain.searches import DURATIONS, Search
from catalogue.store.search_tables import SEARCH_ACTIONS, SEARCH_PLACES
from catalogue.store.tables import SEATS

EARTH_RADIUS_KM = 6371.0
KM_A_DEGREE = 111.19
INSTANT = DateTime(timezone=True)
_A = SEARCH_ACTIONS.c

NOW = bindparam("now", type_=INSTANT)
LATITUDE = cast(bindparam("latitude"), Double)
LONGITUDE = cast(bindparam("longitude"), Double)

_HEAD = bindparam("head", type_=Text)
_LAST = bindparam("last", type_=Text)
_BEGINNING = bindparam("beginning", type_=Text)
_THEMES = bindparam("themes", type_=ARRAY(Text))
_TYPES = bindparam("types", type_=ARRAY(Text))
_MODES = bindparam("delivery_modes", type_=ARRAY(Text))
_PROVIDERS = bindparam("providers", type_=ARRAY(Uuid))
_ACCESS = bindparam("access", type_=Text)
_SHORTEST = cast(bindparam("shortest"), Numeric)
_LONGEST = cast(bindparam("longest"), Numeric)
_CITY = bindparam("city", type_=Text)
_POSTCODE = bindparam("postcode", type_=Text)
_KM = cast(bindparam("km"), Integer)
_BOUNDS = [cast(bindparam(name), Double) for name in ("south", "north", "west", "east")]
_FROM = bindparam("starts_from", type_=Date)
_TO = bindparam("starts_to", type_=Date)
_NEWS_SINCE = bindparam("news_since", type_=INSTANT)

_FRENCH: ColumnElement[Any] = literal_column("'catalogue_french'::regconfig")
_SIMPLE: ColumnElement[Any] = literal_column("'catalogue_simple'::regconfig")


# The last word as a word, or as a beginning. An empty side of && or || gives the other side.
_LAST_QUERY = func.to_tsquery(_FRENCH, _LAST).op("||", precedence=9)(func.to_tsquery(_SIMPLE, _BEGINNING))
QUERY = func.to_tsquery(_FRENCH, _HEAD).op("&&", precedence=9)(_LAST_QUERY.self_group()).self_group()
MATCHES = _A.vector.op("@@")(QUERY)


On = frozenset[str]


def on(values: Mapping[str, Any]) -> On:
    """The names of what is asked: a condition stands where its value was given."""
    return frozenset(name for name, value in values.items() if value is not None)


def _held(on: On, conditions: Mapping[str, ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    return [condition for name, condition in conditions.items() if name in on]


def text_filter(on: On) -> list[ColumnElement[bool]]:
    """A text of stop words alone (« de la ») filters nothing."""
    return [or_(func.numnode(QUERY) == 0, MATCHES)] if "head" in on else []


def choices(on: On) -> dict[str, list[ColumnElement[bool]]]:
    """The conditions of an action that people choose from lists, by the name of the list."""
    durations = {"shortest": _A.duration_days >= _SHORTEST, "longest": _A.duration_days <= _LONGEST}
    return {
        "themes": _held(on, {"themes": _A.theme_code == any_(_THEMES)}),
        "types": _held(on, {"types": _A.type_code == any_(_TYPES)}),
        "delivery_modes": _held(on, {"delivery_modes": _A.delivery_mode == any_(_MODES)}),
        "access": _held(on, {"access": _A.access == _ACCESS}),
        "durations": _held(on, durations),
        "providers": _held(on, {"providers": _A.provider_organisation_id == any_(_PROVIDERS)}),
    }


def action_filters(on: On) -> list[ColumnElement[bool]]:
    """All conditions of an action by itself."""
    return [*text_filter(on), *(condition for held in choices(on).values() for condition in held)]


def distance_km(places: FromClause) -> ColumnElement[Any]:
    """As the crow flies, by the haversine formula; null where coordinates are not known."""
    north = func.power(func.sin(func.radians(places.c.latitude - LATITUDE) / 2), 2)
    east = func.power(func.sin(func.radians(places.c.longitude - LONGITUDE) / 2), 2)
    shrunk = func.cos(func.radians(LATITUDE)) * func.cos(func.radians(places.c.latitude))
    return 2 * EARTH_RADIUS_KM * func.asin(func.sqrt(north + shrunk * east))


def _within(places: FromClause) -> ColumnElement[bool]:
    south, north, west, east = _BOUNDS
    return and_(
        places.c.latitude.between(south, north),
        places.c.longitude.between(west, east),
        distance_km(places) <= _KM,
    )


def is_full(sessions: FromClause) -> ColumnElement[bool]:
    """Whether enrolment said so of the session."""
    return exists().where(SEATS.c.training_session_id == sessions.c.training_session_id, SEATS.c.is_full)


def session_filters(on: On, sessions: FromClause, *, with_seats: bool = True) -> list[ColumnElement[bool]]:
    """Conditions on one session, the same for the session shown and for those it is preferred to."""
    places = SEARCH_PLACES.alias()
    at_place = {
        "city": places.c.city_key.like(_CITY),
        "postcode": places.c.postcode.like(_POSTCODE),
        "km": _within(places),
    }
    there = exists().where(places.c.training_session_id == sessions.c.training_session_id, *_held(on, at_place))
    running_then = and_(sessions.c.is_self_paced, sessions.c.last_day >= _FROM)
    conditions = {
        "has_place": or_(not_(sessions.c.has_place), there),
        "no_remote": sessions.c.has_place,
        "starts_from": or_(sessions.c.first_day >= _FROM, running_then),
        "starts_to": sessions.c.first_day <= _TO,
        "news_since": sessions.c.announced_at > _NEWS_SINCE,
    }
    if with_seats:
        conditions["seats_left"] = not_(is_full(sessions))
    return [sessions.c.begins_at > NOW, *_held(on, conditions)]


def listed_since_news(on: On) -> list[ColumnElement[bool]]:
    """For actions without any session: whether they are news."""
    return _held(on, {"news_since": _A.listed_since > _NEWS_SINCE})


def _words(text: str) -> dict[str, Any]:
    words = words_of(text)
    if words is None:
        # Signs alone are no word, and nothing is found by them.
        return {"head": "'0nothing0'" if text.strip() else None, "last": "", "beginning": ""}
    return {"head": words.head, "last": words.last, "beginning": words.beginning}


def _where(place: Place | None, *, centre: Centre | None, within_km: int | None) -> dict[str, Any]:
    values: dict[str, Any] = dict.fromkeys(("city", "postcode", "km", "south", "north", "west", "east"))
    values |= {"has_place": place is not None or None}
    values |= {"latitude": centre.latitude if centre else None, "longitude": centre.longitude if centre else None}
    if centre is not None and within_km is not None:
        tall = within_km / KM_A_DEGREE
        wide = tall / max(0.05, math.cos(math.radians(centre.latitude)))
        values |= {"km": within_km, "south": centre.latitude - tall, "north": centre.latitude + tall}
        values |= {"west": centre.longitude - wide, "east": centre.longitude + wide}
    elif centre is None and place is not None:
        values |= {"city": f"{place.city}%" if place.city else None}
        values |= {"postcode": f"{place.postcode}%" if place.postcode else None}
    return values


def values_of(search: Search, *, centre: Centre | None, now: datetime) -> dict[str, Any]:
    """The bound values of a search's filters; None where a filter is off. A centre replaces the place as typed."""
    shortest, longest = DURATIONS[search.duration] if search.duration else (None, None)
    return {
        "now": now,
        **_words(search.text),
        **_where(place_of(search.place), centre=centre, within_km=search.within_km),
        "themes": list(search.themes) or None,
        "types": list(search.types) or None,
        "delivery_modes": [mode.value for mode in search.delivery_modes] or None,
        "providers": list(search.providers) or None,
        "access": search.access.value if search.access else None,
        "shortest": shortest,
        "longest": longest,
        "seats_left": search.seats_left or None,
        "no_remote": search.no_remote or None,
        "starts_from": search.starts_from,
        "starts_to": search.starts_to,
        "news_since": search.news_since,
        "needs_session": search.needs_session or None,
    }
