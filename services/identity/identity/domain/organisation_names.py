"""Names of organisations as people type them: accents, case, hyphens and « St » make no difference."""

import re
import unicodedata

_BETWEEN = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bst(e?)\b")
_MOST_WORDS = 6
_LIGATURES = str.maketrans({"\u0153": "oe", "\u00e6": "ae"})


def folded(text: str) -> str:
    """Words of small letters without accents, one space between them."""
    spread = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    bare = "".join(sign for sign in spread if not unicodedata.combining(sign))
    return _SAINT.sub(r"saint\1", _BETWEEN.sub(" ", bare)).strip()


def search_key_of(*, name: str, city: str, postcode: str) -> str:
    """What an organisation is found by."""
    return f"{folded(name)} {folded(city)} {postcode}"


def words_of(unverified_text: str) -> list[str]:
    """The words that a search looks for: the first ones, each once."""
    return list(dict.fromkeys(folded(unverified_text).split()))[:_MOST_WORDS]
