"""Names of communes as people type them: accents, hyphens, case and « St » make no difference."""

import re
import unicodedata

_SAINT = re.compile(r"\bst(e?)\b")
_BETWEEN = re.compile(r"[^a-z0-9]+")


def place_key(name: str) -> str:
    """What two spellings of one commune share."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    words = _BETWEEN.sub(" ", bare.lower().replace("\u0153", "oe")).strip()
    return _SAINT.sub(r"saint\1", words)
