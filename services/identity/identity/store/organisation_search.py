"""The search for an organisation: trigrams on short folded names, so that typos are forgiven."""

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from identity.domain.organisation_searches import FoundOrganisation
from identity.store.tables import ORGANISATIONS

# Likeness of a typed word with the nearest stretch of a name; two wrong letters in ten pass.
_LIKENESS = "0.45"
_SHORTEST_LIKE = 3
_COLUMNS = ("siret", "name", "street", "postcode", "city")


def find_like(
    session: Session, words: tuple[str, ...], *, day: date, limit: int, after: tuple[float, str, UUID] | None
) -> list[FoundOrganisation]:
    """Organisations open on this day in which every word is found, nearest first. `after`: rank, name and key of the
    last one of the page before."""
    session.execute(sa.text(f"SET LOCAL pg_trgm.word_similarity_threshold = {_LIKENESS}"))
    likeness = sum((sa.func.word_similarity(word, ORGANISATIONS.c.search_key) for word in words), sa.literal(0.0))
    rank = sa.cast(sa.func.round(sa.cast(likeness / len(words), sa.Numeric), 4), sa.Double)
    statement = sa.select(ORGANISATIONS, rank.label("rank")).where(
        is_open(day), *(word_is_found(word) for word in words)
    )
    found = statement.subquery()
    ordered = sa.select(found).order_by(found.c.rank.desc(), found.c.name, found.c.id).limit(limit)
    if after is not None:
        later = sa.tuple_(found.c.name, found.c.id) > sa.tuple_(sa.literal(after[1]), sa.literal(after[2]))
        ordered = ordered.where((found.c.rank < after[0]) | ((found.c.rank == after[0]) & later))
    return [_found(row) for row in session.execute(ordered)]


def find_by_number(
    session: Session, siret: str, *, day: date, limit: int, after: tuple[float, str, UUID] | None
) -> list[FoundOrganisation]:
    """Organisations open on this day whose SIRET begins with these digits."""
    statement = (
        sa.select(ORGANISATIONS, sa.literal(1.0).label("rank"))
        .where(is_open(day), ORGANISATIONS.c.siret.startswith(siret, autoescape=True))
        .order_by(ORGANISATIONS.c.name, ORGANISATIONS.c.id)
        .limit(limit)
    )
    if after is not None:
        key = sa.tuple_(ORGANISATIONS.c.name, ORGANISATIONS.c.id)
        statement = statement.where(key > sa.tuple_(sa.literal(after[1]), sa.literal(after[2])))
    return [_found(row) for row in session.execute(statement)]


def is_open(day: date) -> sa.ColumnElement[bool]:
    """Not closed on this day."""
    return ORGANISATIONS.c.closed_on.is_(None) | (ORGANISATIONS.c.closed_on > day)


def word_is_found(word: str) -> sa.ColumnElement[bool]:
    """Like the word or, for what is too short to have trigrams of its own, beginning with it."""
    if len(word) < _SHORTEST_LIKE:
        return (" " + ORGANISATIONS.c.search_key).contains(f" {word}", autoescape=True)
    return ORGANISATIONS.c.search_key.op("%>")(word)


def _found(row: sa.Row[tuple[object, ...]]) -> FoundOrganisation:
    fields = row._mapping
    return FoundOrganisation(
        organisation_id=fields["id"], rank=fields["rank"], **{name: fields[name] for name in _COLUMNS}
    )
