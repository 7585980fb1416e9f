"""The rule for new passwords."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.domain.errors import PasswordRefused
from identity.domain.password_rule import LEAST_BITS, check_password, measured_bits

OWN_WORDS = ["Alain", "Pro", "alain.proviste", "example.org"]


@pytest.mark.parametrize(
    "password",
    [
        "Essai-ParcoursPro-2026",
        "k8#mQz!p4Xw2",
        "correct horse battery staple",
        "le chat mange la souris grise",
        "mnbv hgfd jhgf poiu treza",
        "été-hiver-printemps-9",
        "longue phrase de passe " * 5,
    ],
)
def test_a_password_that_is_long_and_unlike_others_passes(password: str) -> None:
    check_password(password, own_words=OWN_WORDS)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "too-short"),
        ("Xk9#mQz!p4W", "too-short"),
        ("k8#mQz!p4Xw2" * 100, "too-long"),
        ("alain-k8#mQz!p4Xw2", "own-words"),
        ("ALAIN.PROVISTE-k8#mQz", "own-words"),
        ("k8#mQz-example.org-p4Xw2", "own-words"),
        ("motdepasse123456", "too-easy"),
        ("azertyuiop1234", "too-easy"),
        ("password1234", "too-easy"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "too-easy"),
        ("abcdefghijklmnopqrstuvwxyz", "too-easy"),
        ("123456789012345678", "too-easy"),
        ("Parcours2026", "too-easy"),
        ("a" * 500, "too-easy"),
    ],
)
def test_a_refusal_says_which_part_of_the_rule_is_broken(password: str, reason: str) -> None:
    with pytest.raises(PasswordRefused) as refusal:
        check_password(password, own_words=OWN_WORDS)
    assert refusal.value.figures["reason"] == reason


def test_own_words_count_whatever_their_case_and_accents() -> None:
    with pytest.raises(PasswordRefused) as refusal:
        check_password("k8#mQz-perance-p4Xw2", own_words=["Pérance"])
    assert refusal.value.figures["reason"] == "own-words"


def test_an_own_word_of_three_letters_forbids_nothing() -> None:
    check_password("k8#mQz!Pro-p4Xw2", own_words=["Pro"])


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=0, max_size=300))
def test_any_text_is_measured_or_refused_and_never_breaks(password: str) -> None:
    reason = refused_because(password)
    assert reason in (None, "too-short", "too-long", "own-words", "too-easy")


def refused_because(password: str) -> object:
    try:
        check_password(password, own_words=OWN_WORDS)
    except PasswordRefused as refusal:
        return refusal.figures["reason"]
    return None


def test_the_first_72_characters_are_not_all_that_is_measured() -> None:
    assert measured_bits("a" * 72) < LEAST_BITS < measured_bits("a" * 72 + "k8#mQz!p4Xw2")
