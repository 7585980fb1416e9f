"""The rule for new passwords, which satisfies CNIL (2022-100) and OWASP ASVS 5 (6.2) together.

At least 12 characters of any kind, at least 50 bits as measured, none of the person's own words. Common passwords fail
by measure: zxcvbn knows 30,000 of them and we add French ones. A password is never cut.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from zxcvbn import zxcvbn

from identity.domain.errors import PasswordRefused

SHORTEST = 12
LONGEST = 1024
LEAST_BITS = 50.0
# An own word shorter than this would forbid too much.
_OWN_WORD_LENGTH = 4
# zxcvbn refuses more than this; its work grows with the square of the length.
_WINDOW = 72
_MOST_WINDOWS = 4
_GUESSES_PER_UNKNOWN = 10
_SYMBOLS = 33
_RUNS = re.compile(r"[^\W\d_]+|\d+|[\W_]+")
_FRENCH_COMMON = [
    "motdepasse", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn", "bonjour", "bonsoir", "soleil", "doudou", "loulou",
    "chouchou", "chocolat", "jetaime", "monamour", "maman", "papa", "famille", "vacances", "bienvenue",
    "administrateur", "parcourspro", "capmetiers", "cap-metiers", "formation", "aquitaine", "bordeaux",
    "larochelle",
    "janvier", "fevrier", "mars", "avril", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "printemps", "automne", "hiver",
    "marseille",
]  # fmt: skip


def check_password(password: str, *, own_words: Iterable[str] = ()) -> None:
    """Check a new password against the rule. `own_words`: names and the parts of the e-mail address.

    Raises:
        PasswordRefused: `figures["reason"]` says which part of the rule: too-short, too-long, own-words or too-easy.
    """
    text = unicodedata.normalize("NFKC", password)
    if len(text) < SHORTEST:
        raise PasswordRefused(figures={"reason": "too-short", "shortest": SHORTEST}, next_step="lengthen")
    if len(text) > LONGEST:
        raise PasswordRefused(figures={"reason": "too-long", "longest": LONGEST}, next_step="shorten")
    words = [_folded(word) for word in own_words]
    if any(len(word) >= _OWN_WORD_LENGTH and word in _folded(text) for word in words):
        raise PasswordRefused(figures={"reason": "own-words"}, next_step="choose-another")
    bits = measured_bits(text, own_words=words)
    if bits < LEAST_BITS:
        figures = {"reason": "too-easy", "bits": round(bits), "least_bits": LEAST_BITS}
        raise PasswordRefused(figures=figures, next_step="lengthen")


def measured_bits(text: str, *, own_words: Iterable[str] = ()) -> float:
    """How many bits an attacker who knows people's habits must guess; of a long text, its strongest 72 characters."""
    inputs = [*_FRENCH_COMMON, *own_words]
    windows = [text[start : start + _WINDOW] for start in range(0, len(text), _WINDOW)]
    return max(_bits_of(zxcvbn(window, user_inputs=inputs)) for window in windows[:_MOST_WINDOWS])


def _bits_of(result: Mapping[str, Any]) -> float:
    bits = math.log2(float(result["guesses"]))
    for match in result["sequence"]:
        if match["pattern"] == "bruteforce":
            bits += sum(_bits_beyond_ten_guesses(run) for run in _RUNS.findall(match["token"]))
    return bits


def _bits_beyond_ten_guesses(run: str) -> float:
    """zxcvbn counts ten guesses for each character it cannot explain. That is right for a word it does not know, French
    ones for instance, and for digits; characters of changing kinds are worth their alphabet."""
    if run.isdigit() or (run.isalpha() and len(run) >= _OWN_WORD_LENGTH):
        return 0.0
    alphabet = (26 if run.isupper() or run.islower() else 52) if run.isalpha() else _SYMBOLS
    return len(run) * (math.log2(alphabet) - math.log2(_GUESSES_PER_UNKNOWN))


def _folded(text: str) -> str:
    return "".join(_letters(unicodedata.normalize("NFKD", text.casefold())))


def _letters(text: str) -> Iterator[str]:
    return (character for character in text if not unicodedata.combining(character))
