"""The text of a search as people type it: words, “phrases”, -without; the last word may be a beginning only.

What is made here is input of PostgreSQL's to_tsquery; no sign that people typed is taken for an operator.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MOST_WORDS = 24
# Shorter beginnings stand in nearly every text.
SHORTEST_BEGINNING = 3
_PART = re.compile(r"""(?P<no>(?<!\S)-)?(?:["“«](?P<phrase>[^"“”«»]*)["”»]|(?P<word>[^\W_]+))""")
_WORD = re.compile(r"[^\W_]+")


def plain(word: str) -> str:
    """The word in small letters without accents, as the vocabulary has it."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return bare.lower().replace("\u0153", "oe").replace("\u00e6", "ae")


@dataclass(frozen=True, kw_only=True)
class SearchWords:
    """`head`: what must hold whole. `last`: the last word, whole; `beginning`: the same as a beginning, or empty."""

    head: str
    last: str
    beginning: str
    corrigible: tuple[str, ...]


def _quoted(word: str) -> str:
    return f"'{word}'"


def _condition(part: re.Match[str]) -> str:
    if part["word"]:
        return ("!" if part["no"] else "") + _quoted(part["word"])
    words = _WORD.findall(part["phrase"])
    phrase = " <-> ".join(_quoted(word) for word in words)
    return (f"!({phrase})" if part["no"] else f"({phrase})") if words else ""


def words_of(text: str) -> SearchWords | None:
    """None where the text holds no word at all."""
    parts = [part for part in _PART.finditer(unicodedata.normalize("NFC", text)) if _condition(part)][:MOST_WORDS]
    if not parts:
        return None
    head, last = [_condition(part) for part in parts], ""
    is_open = bool(parts[-1]["word"]) and not parts[-1]["no"]
    if is_open:
        last = head.pop()
    is_beginning = is_open and len(parts[-1]["word"]) >= SHORTEST_BEGINNING
    return SearchWords(
        head=" & ".join(head),
        last=last,
        beginning=f"{last}:*" if is_beginning else "",
        corrigible=tuple(part["word"] for part in parts if part["word"] and not part["no"]),
    )


def corrected(text: str, better: Mapping[str, str]) -> str:
    """The text with other words in the place of some, by their plain form."""
    return _WORD.sub(lambda word: better.get(plain(word[0]), word[0]), unicodedata.normalize("NFC", text))
