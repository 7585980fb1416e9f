"""Lines of the INSEE's SIRENE stock files: StockEtablissement (establishments) and StockUniteLegale (their names).

Columns as described on https://www.sirene.fr: a field that a person had hidden reads `[ND]`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from identity.domain.errors import InvalidSiret
from identity.domain.organisations import checked_siret

ESTABLISHMENT_COLUMNS = (
    "siret",
    "etatAdministratifEtablissement",
    "numeroVoieEtablissement",
    "typeVoieEtablissement",
    "libelleVoieEtablissement",
    "codePostalEtablissement",
    "libelleCommuneEtablissement",
)
LEGAL_UNIT_COLUMNS = ("siren", "denominationUniteLegale")
# The first one that says something; the legal unit's stands in files made by INSEE's own search, and in its own stock.
_NAMES = (
    "denominationUsuelleEtablissement",
    "enseigne1Etablissement",
    "enseigne2Etablissement",
    "enseigne3Etablissement",
    "denominationUniteLegale",
)
_UNIT_NAMES = ("denominationUniteLegale", "denominationUsuelle1UniteLegale", "sigleUniteLegale")
_STREET = (
    "complementAdresseEtablissement",
    "numeroVoieEtablissement",
    "indiceRepetitionEtablissement",
    "typeVoieEtablissement",
    "libelleVoieEtablissement",
)
_HIDDEN = "[ND]"
_CLOSED = "F"
_SIREN_LENGTH, _POSTCODE_LENGTH = 9, 5


class LineFault(StrEnum):
    """Why a line is left out."""

    UNREADABLE = "unreadable"
    WRONG_NUMBER_OF_FIELDS = "wrong-number-of-fields"
    INVALID_SIRET = "invalid-siret"
    INVALID_SIREN = "invalid-siren"
    NO_NAME = "no-name"
    NO_POSTCODE = "no-postcode"
    NO_CITY = "no-city"
    REPEATED = "repeated"


class BadLine(Exception):
    """A line that cannot be used; the import goes on without it."""

    def __init__(self, fault: LineFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Establishment:
    """One line of StockEtablissement. `name` is empty where only the legal unit has one; `closed_on` is the day since
    which it is closed."""

    siret: str
    name: str
    street: str
    postcode: str
    city: str
    closed_on: date | None

    @property
    def siren(self) -> str:
        """Of its legal unit."""
        return self.siret[:_SIREN_LENGTH]


def missing_columns(header: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Columns of `wanted` that the file does not have."""
    return [name for name in wanted if name not in header]


def _said(row: Mapping[str, str], name: str) -> str:
    value = " ".join(row.get(name, "").split())
    return "" if value == _HIDDEN or not value.isprintable() else value


def read_establishment(row: Mapping[str, str]) -> Establishment:
    """
    Raises:
        BadLine: the SIRET is none; an open establishment has no postcode or no commune in France.
    """
    try:
        siret = checked_siret(row["siret"])
    except InvalidSiret as fault:
        raise BadLine(LineFault.INVALID_SIRET) from fault
    is_closed = row["etatAdministratifEtablissement"] == _CLOSED
    postcode, city = _said(row, "codePostalEtablissement"), _said(row, "libelleCommuneEtablissement")
    if not is_closed and not (len(postcode) == _POSTCODE_LENGTH and postcode.isascii() and postcode.isdigit()):
        raise BadLine(LineFault.NO_POSTCODE)
    if not is_closed and not city:
        raise BadLine(LineFault.NO_CITY)
    return Establishment(
        siret=siret,
        name=next((name for name in (_said(row, column) for column in _NAMES) if name), ""),
        street=" ".join(part for part in (_said(row, column) for column in _STREET) if part),
        postcode=postcode,
        city=city,
        closed_on=_day(row.get("dateDebut", "")) if is_closed else None,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        # The stock says that it is closed, not since when.
        return date(1900, 1, 1)


def read_legal_unit(row: Mapping[str, str]) -> tuple[str, str]:
    """SIREN and name of a line of StockUniteLegale.

    Raises:
        BadLine: no nine digits, or no name (a natural person).
    """
    siren = row["siren"].strip()
    if not (len(siren) == _SIREN_LENGTH and siren.isascii() and siren.isdigit()):
        raise BadLine(LineFault.INVALID_SIREN)
    name = next((name for name in (_said(row, column) for column in _UNIT_NAMES) if name), "")
    if not name:
        raise BadLine(LineFault.NO_NAME)
    return siren, name
