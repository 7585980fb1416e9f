"""The published catalogue, read in one pass whatever its size, and a fingerprint that changes when it does."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select

from catalogue.domain.training_sessions import SessionStatus
from catalogue.store.tables import ORGANISATIONS, PUBLICATIONS, SLOTS, TRAINING_SESSIONS

AT_A_TIME = 200
Row = dict[str, Any]
_P, _S, _O = PUBLICATIONS.c, TRAINING_SESSIONS.c, ORGANISATIONS.c
_RUN_BY = _O.organisation_id == _P.provider_organisation_id

_ACTIONS = (
    select(
        *(column for column in _P if column.name not in ("search_vector", "version", "is_listed", "trainers")),
        _O.name.label("provider_name"),
        _O.siret,
        _O.activity_declaration_number,
        _O.street.label("provider_street"),
        _O.postcode.label("provider_postcode"),
        _O.city.label("provider_city"),
    )
    .join(ORGANISATIONS, _RUN_BY)
    .where(_P.is_listed)
    .order_by(_P.training_action_id)
)


def _not_over(now: datetime) -> Any:
    return and_(_S.status == SessionStatus.SCHEDULED, _S.ends_at > now)


def fingerprint(connection: Connection, *, now: datetime) -> str | None:
    """Of what the export would say now; None where nothing is published."""
    listed = (
        select(func.concat_ws(":", _P.training_action_id, _P.publication_number, _P.version, _O.version).label("told"))
        .join(ORGANISATIONS, _RUN_BY)
        .where(_P.is_listed)
        .order_by(_P.training_action_id)
        .subquery("listed")
    )
    is_open = and_(_S.registration_opens_at <= now, _S.registration_closes_at > now)
    coming = (
        select(func.concat_ws(":", _S.training_session_id, _S.version, is_open).label("told"))
        .where(_not_over(now))
        .order_by(_S.training_session_id)
        .subquery("coming")
    )
    of_actions = connection.scalar(select(func.md5(func.string_agg(listed.c.told, ","))))
    if of_actions is None:
        return None
    of_sessions = connection.scalar(select(func.md5(func.string_agg(coming.c.told, ","))))
    return f"{of_actions[:16]}{(of_sessions or '')[:16]}"


def _sessions(connection: Connection, keys: list[Any], *, now: datetime) -> dict[Any, list[Row]]:
    statement = select(TRAINING_SESSIONS).where(_S.training_action_id.in_(keys), _not_over(now))
    found: dict[Any, list[Row]] = {}
    for row in connection.execute(statement.order_by(_S.begins_at, _S.training_session_id)).mappings():
        found.setdefault(row["training_action_id"], []).append(dict(row))
    return found


def _slots(connection: Connection, keys: list[Any]) -> dict[Any, list[Row]]:
    statement = select(SLOTS).where(SLOTS.c.training_session_id.in_(keys)).order_by(SLOTS.c.starts_at)
    found: dict[Any, list[Row]] = {}
    for row in connection.execute(statement).mappings():
        found.setdefault(row["training_session_id"], []).append(dict(row))
    return found


def published(connection: Connection, *, now: datetime) -> Iterator[tuple[Row, list[tuple[Row, list[Row]]]]]:
    """Each listed action with its sessions that are not over and their slots; three statements for each 200 actions.

    An action whose provider identity has not told yet is left out: an offer without its organisation is none.
    """
    rows = connection.execution_options(stream_results=True, max_row_buffer=AT_A_TIME).execute(_ACTIONS).mappings()
    for batch in rows.partitions(AT_A_TIME):
        sessions = _sessions(connection, [row["training_action_id"] for row in batch], now=now)
        keys = [one["training_session_id"] for found in sessions.values() for one in found]
        slots = _slots(connection, keys)
        for row in batch:
            found = sessions.get(row["training_action_id"], [])
            yield dict(row), [(one, slots.get(one["training_session_id"], [])) for one in found]
