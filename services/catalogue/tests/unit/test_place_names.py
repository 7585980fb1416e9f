"""Spellings of one commune."""

import pytest

from catalogue.domain.place_names import place_key


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("La Rochelle", "la rochelle"),
        ("  LA-ROCHELLE ", "la rochelle"),
        ("Bègles", "begles"),
        ("St-Jean-d’Angély", "saint jean d angely"),
        ("Saint Jean d'Angely", "saint jean d angely"),
        ("Ste Foy", "sainte foy"),
        ("Sacré-Cœur", "sacre coeur"),
        ("Stains", "stains"),
        ("17000", "17000"),
        ("%_", ""),
    ],
)
def test_accents_hyphens_case_and_abbreviations_make_no_difference(typed: str, key: str) -> None:
    assert place_key(typed) == key
