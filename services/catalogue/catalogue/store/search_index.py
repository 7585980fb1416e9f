"""What the public search reads: a row per listed action, per scheduled session and per place of a session.

Rewritten in the transaction that publishes, withdraws, schedules, moves or cancels.
Seats and names of providers are joined from their own copies when read, so that their events rewrite nothing here.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, delete, select, text
from sqlalchemy.orm import Session

from catalogue.store.search_tables import SEARCH_ACTIONS, SEARCH_PLACES
from catalogue.store.tables import PUBLICATIONS

AT_ONCE = 500
_ACTIONS = bindparam("actions", type_=ARRAY(Uuid))

_UNLIST = """
DELETE FROM search_actions AS listed
WHERE (:everything OR listed.training_action_id = ANY(:actions))
  AND NOT EXISTS (
    SELECT FROM publications AS p WHERE p.training_action_id = listed.training_action_id AND p.is_listed)
"""

# Stems forgive endings; plain words beside them let a beginning be found that is longer than its stem.
_LIST = """
INSERT INTO search_actions AS listed (
    training_action_id, title, type_code, type_label, theme_code, theme_label, delivery_mode, duration_days, access,
    provider_organisation_id, published_at, listed_since, vector)
SELECT p.training_action_id, p.title, p.type_code, p.type_label, p.theme_code, p.theme_label, p.delivery_mode,
    p.duration_days, p.access, p.provider_organisation_id, p.published_at, p.published_at,
    setweight(to_tsvector('catalogue_french', p.title) || to_tsvector('catalogue_simple', p.title), 'A')
    || setweight(to_tsvector('catalogue_french', labels) || to_tsvector('catalogue_simple', labels), 'B')
    || setweight(to_tsvector('catalogue_french', aims) || to_tsvector('catalogue_simple', aims), 'C')
    || setweight(to_tsvector('catalogue_french', rest) || to_tsvector('catalogue_simple', rest), 'D')
FROM publications AS p
LEFT JOIN organisations AS o ON o.organisation_id = p.provider_organisation_id
CROSS JOIN LATERAL (SELECT
    concat_ws(' ', p.type_label, p.theme_label, o.name) AS labels,
    concat_ws(' ', p.objectives, p.audience) AS aims,
    concat_ws(' ', p.content, p.prerequisites, p.methods) AS rest) AS texts
WHERE p.is_listed AND (:everything OR p.training_action_id = ANY(:actions))
ON CONFLICT (training_action_id) DO UPDATE SET
    title = excluded.title, type_code = excluded.type_code, type_label = excluded.type_label,
    theme_code = excluded.theme_code, theme_label = excluded.theme_label, delivery_mode = excluded.delivery_mode,
    duration_days = excluded.duration_days, access = excluded.access,
    provider_organisation_id = excluded.provider_organisation_id, published_at = excluded.published_at,
    vector = excluded.vector
"""

# In the order of the words, so that two publishers never wait for one another in a circle.
_LEARN = """
INSERT INTO vocabulary (word, uses)
SELECT lexeme, count(*)
FROM search_actions AS listed
JOIN publications AS p ON p.training_action_id = listed.training_action_id AND p.is_listed
CROSS JOIN LATERAL unnest(to_tsvector('catalogue_simple', concat_ws(' ',
    p.title, p.type_label, p.theme_label, p.objectives, p.audience, p.content, p.prerequisites, p.methods))) AS words
WHERE (:everything OR listed.training_action_id = ANY(:actions))
  AND lexeme ~ '^[a-z]{4,30}$'
GROUP BY lexeme
ORDER BY lexeme
ON CONFLICT (word) DO NOTHING
"""

_LEAVE = """
DELETE FROM search_sessions AS listed
WHERE (:everything OR listed.training_action_id = ANY(:actions))
"""

_LAY = """
INSERT INTO search_sessions (
    training_session_id, training_action_id, begins_at, first_day, last_day, is_self_paced, capacity, city, has_place,
    announced_at)
SELECT s.training_session_id, s.training_action_id, s.begins_at, s.first_day, s.last_day, s.is_self_paced, s.capacity,
    place.city, place.city IS NOT NULL, greatest(s.scheduled_at, listed.listed_since)
FROM training_sessions AS s
JOIN search_actions AS listed ON listed.training_action_id = s.training_action_id
LEFT JOIN LATERAL (
    SELECT slots.city FROM slots
    WHERE slots.training_session_id = s.training_session_id AND slots.city IS NOT NULL
    ORDER BY slots.starts_at LIMIT 1) AS place ON true
WHERE s.status = 'scheduled' AND (:everything OR s.training_action_id = ANY(:actions))
"""

# The commune of that name in the department of the postcode, else one that the postcode serves.
_PLACE = """
INSERT INTO search_places (training_session_id, city_key, postcode, latitude, longitude)
SELECT held.training_session_id, held.city_key, held.postcode, commune.latitude, commune.longitude
FROM (
    SELECT DISTINCT slots.training_session_id, slots.city_key, slots.postcode
    FROM slots JOIN search_sessions AS listed ON listed.training_session_id = slots.training_session_id
    WHERE slots.city IS NOT NULL AND (:everything OR listed.training_action_id = ANY(:actions))
) AS held
LEFT JOIN LATERAL (
    SELECT c.latitude, c.longitude FROM communes AS c
    WHERE (c.name_key = regexp_replace(held.city_key, ' cedex.*$', '')
           AND left(c.insee_code, 2) = left(held.postcode, 2))
       OR c.postcodes @> ARRAY[held.postcode]
    ORDER BY c.name_key = regexp_replace(held.city_key, ' cedex.*$', '') DESC, c.name_key
    LIMIT 1) AS commune ON true
"""

_TIDY = """
WITH counted AS MATERIALIZED (SELECT word, ndoc FROM ts_stat('SELECT vector FROM search_actions')),
recounted AS (
    UPDATE vocabulary SET uses = counted.ndoc FROM counted
    WHERE counted.word = vocabulary.word AND vocabulary.uses <> counted.ndoc)
DELETE FROM vocabulary WHERE NOT EXISTS (SELECT FROM counted WHERE counted.word = vocabulary.word)
"""

_ALONE = """
SELECT pg_advisory_xact_lock_shared(hashtext('search'), 0), pg_advisory_xact_lock(hashtext('search'), hashtext(key))
FROM unnest(CAST(:keys AS text[])) AS key
"""
_ALL_ALONE = "SELECT pg_advisory_xact_lock(hashtext('search'), 0)"


def _take_turns(session: Session, actions: Sequence[UUID] | None) -> None:
    """Two writers of one action's rows follow one another: the second sees what the first has written."""
    session.flush()
    if actions is None:
        session.execute(text(_ALL_ALONE))
    else:
        session.execute(text(_ALONE), {"keys": sorted(str(key) for key in actions)})


def _run(session: Session, statements: Iterable[str], *, actions: Sequence[UUID] | None) -> None:
    # Literal, so that PostgreSQL never plans a look at one action as a look at all.
    everything = "true" if actions is None else "false"
    for statement in statements:
        asked = text(statement.replace(":everything", everything)).bindparams(_ACTIONS)
        session.execute(asked, {"actions": list(actions or ())})


_OF_ACTIONS = (_UNLIST, _LIST, _LEARN, _LEAVE, _LAY, _PLACE)


def index_actions(session: Session, actions: Sequence[UUID]) -> None:
    """Show the listed publications of these actions and their sessions as they are now.

    The last thing a transaction does: it then waits for the others that write these rows.
    """
    _take_turns(session, actions)
    _run(session, _OF_ACTIONS, actions=actions)


def index_everything(session: Session) -> None:
    """All of them, by so many that no statement takes long; readers see the old rows until the end."""
    _take_turns(session, None)
    _run(session, (_UNLIST,), actions=None)
    listed = select(PUBLICATIONS.c.training_action_id).where(PUBLICATIONS.c.is_listed)
    keys = list(session.scalars(listed.order_by(PUBLICATIONS.c.training_action_id)))
    for start in range(0, len(keys), AT_ONCE):
        _run(session, _OF_ACTIONS, actions=keys[start : start + AT_ONCE])


def index_places(session: Session) -> None:
    """Lay every session to its places anew: there are other communes."""
    _take_turns(session, None)
    session.execute(delete(SEARCH_PLACES))
    _run(session, (_PLACE,), actions=None)


def index_sessions(session: Session, training_action_id: UUID) -> None:
    """Show the scheduled sessions of the action as they are now; nothing where the action is not listed."""
    actions = [training_action_id]
    _take_turns(session, actions)
    _run(session, (_LEAVE, _LAY, _PLACE), actions=actions)


def index_provider(session: Session, organisation_id: UUID) -> None:
    """Let the actions of a provider be found by its present name."""
    of_provider = select(SEARCH_ACTIONS.c.training_action_id).where(
        SEARCH_ACTIONS.c.provider_organisation_id == organisation_id
    )
    if actions := list(session.scalars(of_provider)):
        index_actions(session, actions)


def tidy_vocabulary(session: Session) -> None:
    """Count in how many actions each word stands, and forget those in none."""
    session.execute(text(_TIDY))
