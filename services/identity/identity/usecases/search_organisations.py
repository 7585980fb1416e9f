"""Find an organisation by its SIRET, or by its name and city with accents and typos forgiven."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from identity.domain.organisation_searches import FoundOrganisation, search_of
from identity.store.organisation_search import find_by_number, find_like


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """The nearest first. `next_after`: what to give as `after` for the next page, None on the last one."""

    items: list[FoundOrganisation]
    next_after: tuple[float, str, UUID] | None


def search_organisations(
    session: Session,
    unverified_text: str,
    *,
    now: datetime,
    limit: int = 20,
    after: tuple[float, str, UUID] | None = None,
) -> FoundPage:
    """Organisations that are open today; a whole SIRET finds one at most, the nine digits of a SIREN all of its own.

    Raises:
        InvalidSiret: digits as of a SIRET, and its checksum fails.
        SearchTooShort: less than two letters or digits to look for.
    """
    search = search_of(unverified_text)
    day = now.astimezone(PARIS).date()
    if search.siret is not None:
        found = find_by_number(session, search.siret, day=day, limit=limit + 1, after=after)
    else:
        found = find_like(session, search.words, day=day, limit=limit + 1, after=after)
    items = found[:limit]
    last = items[-1] if len(found) > limit else None
    return FoundPage(items=items, next_after=(last.rank, last.name, last.organisation_id) if last else None)
