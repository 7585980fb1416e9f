"""Codes that nobody guesses and anybody can type."""

import math

import pytest

from documents.domain.verification_codes import ALPHABET, GROUP_LENGTH, GROUPS, code_from, new_code


def test_a_code_holds_at_least_a_hundred_bits() -> None:
    assert math.log2(len(ALPHABET)) * GROUPS * GROUP_LENGTH >= 100


def test_a_code_has_no_sign_that_is_read_as_another() -> None:
    assert set("ILOU") & set(ALPHABET) == set()
    assert len(set(ALPHABET)) == 32


def test_codes_differ_and_are_read_back_as_they_are() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(code_from(code) == code for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        "7k3m-q9tx-4wzc-hb2r-n8pd-06vj",
        "7K3MQ9TX4WZCHB2RN8PD06VJ",
        " 7K3M Q9TX 4WZC HB2R N8PD O6VJ ",
        "7K3M-Q9TX-4WZC-HB2R-N8PD-o6vj",
    ],
)
def test_what_a_person_types_for_a_code_is_understood(typed: str) -> None:
    assert code_from(typed) == "7K3M-Q9TX-4WZC-HB2R-N8PD-06VJ"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-Q9TX-4WZC-HB2R-N8PD-06V", "7K3M-Q9TX-4WZC-HB2R-N8PD-06V!", "é" * 24]
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert code_from(typed) is None
