"""Lines of SIRENE's stock files."""

from datetime import date

import pytest

from identity.domain.sirene import BadLine, LineFault, missing_columns, read_establishment, read_legal_unit

LINE = {
    "siret": "99900010200015",
    "etatAdministratifEtablissement": "A",
    "complementAdresseEtablissement": "",
    "numeroVoieEtablissement": "12",
    "indiceRepetitionEtablissement": "B",
    "typeVoieEtablissement": "RUE",
    "libelleVoieEtablissement": "DES ESSAIS",
    "codePostalEtablissement": "17000",
    "libelleCommuneEtablissement": "LA ROCHELLE",
    "enseigne1Etablissement": "MISSION LOCALE",
    "denominationUsuelleEtablissement": "",
    "dateDebut": "2020-03-01",
}


def test_an_open_establishment_is_read_with_its_address_and_its_sign() -> None:
    read = read_establishment(LINE)
    assert (read.name, read.street, read.closed_on) == ("MISSION LOCALE", "12 B RUE DES ESSAIS", None)
    assert (read.siren, read.postcode, read.city) == ("999000102", "17000", "LA ROCHELLE")


def test_the_usual_name_goes_before_the_sign_and_what_is_hidden_says_nothing() -> None:
    assert read_establishment({**LINE, "denominationUsuelleEtablissement": "Usuelle"}).name == "Usuelle"
    hidden = {"enseigne1Etablissement": "[ND]", "libelleVoieEtablissement": "[ND]"}
    read = read_establishment({**LINE, **hidden, "denominationUniteLegale": "UNITE"})
    assert (read.name, read.street) == ("UNITE", "12 B RUE")


def test_a_closed_establishment_is_closed_since_the_beginning_of_its_period() -> None:
    closed = {**LINE, "etatAdministratifEtablissement": "F"}
    assert read_establishment(closed).closed_on == date(2020, 3, 1)
    assert read_establishment({**closed, "dateDebut": "", "codePostalEtablissement": ""}).closed_on == date(1900, 1, 1)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"siret": "99900010200016"}, LineFault.INVALID_SIRET),
        ({"siret": ""}, LineFault.INVALID_SIRET),
        ({"codePostalEtablissement": "[ND]"}, LineFault.NO_POSTCODE),
        ({"codePostalEtablissement": "1700"}, LineFault.NO_POSTCODE),
        ({"libelleCommuneEtablissement": ""}, LineFault.NO_CITY),
        ({"libelleCommuneEtablissement": "a\x00b"}, LineFault.NO_CITY),
    ],
)
def test_a_line_that_cannot_be_used_says_why(changes: dict[str, str], fault: LineFault) -> None:
    with pytest.raises(BadLine) as bad:
        read_establishment({**LINE, **changes})
    assert bad.value.fault is fault


def test_a_legal_unit_has_nine_digits_and_a_name() -> None:
    assert read_legal_unit({"siren": "999000102", "denominationUniteLegale": " LES  DUNES "}) == (
        "999000102", "LES DUNES",
    )  # fmt: skip
    for siren, name in (("99900010", "x"), ("99900010A", "x"), ("999000102", ""), ("999000102", "[ND]")):
        with pytest.raises(BadLine):
            read_legal_unit({"siren": siren, "denominationUniteLegale": name})


def test_columns_that_a_file_lacks_are_named() -> None:
    assert missing_columns(["siren", "nic"], ("siren", "siret")) == ["siret"]
