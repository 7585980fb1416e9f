"""What somebody looks for among the organisations: a SIRET, a SIREN, or words of a name and a city."""

import re
from dataclasses import dataclass
from uuid import UUID

from identity.domain.errors import SearchTooShort
from identity.domain.organisation_names import words_of
from identity.domain.organisations import checked_siret

SHORTEST = 2
_SIREN = re.compile(r"\d{9}")
_LOOKS_LIKE_SIRET = re.compile(r"\d{10,}")


@dataclass(frozen=True, kw_only=True)
class OrganisationSearch:
    """One of `siret` (whole, or the nine digits of a SIREN, which every one of its establishments begins with) and
    `words`."""

    siret: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FoundOrganisation:
    """What anybody may know of an organisation. `rank`: likeness of the words, 0 to 1, four decimals."""

    organisation_id: UUID
    siret: str
    name: str
    street: str
    postcode: str
    city: str
    rank: float


def search_of(unverified_text: str) -> OrganisationSearch:
    """Read what somebody typed.

    Raises:
        InvalidSiret: digits as of a SIRET, and they are none.
        SearchTooShort: not two letters or digits.
    """
    compact = "".join(unverified_text.split())
    if _SIREN.fullmatch(compact):
        return OrganisationSearch(siret=compact, words=())
    if _LOOKS_LIKE_SIRET.fullmatch(compact):
        return OrganisationSearch(siret=checked_siret(compact), words=())
    words = words_of(unverified_text)
    if len("".join(words)) < SHORTEST:
        raise SearchTooShort(figures={"shortest": SHORTEST}, next_step="search-organisation")
    return OrganisationSearch(siret=None, words=tuple(words))
