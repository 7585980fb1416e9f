"""Verification codes: 120 random bits in Crockford's base 32, which has no letter I, L, O or U."""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 6
GROUP_LENGTH = 4

_CONFUSED = str.maketrans({"O": "0", "I": "1", "L": "1"})
_CODE = re.compile(rf"[{ALPHABET}]{{{GROUPS * GROUP_LENGTH}}}")


def new_code() -> str:
    """A code that nobody can guess, as printed: six groups of four signs."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(GROUPS * GROUP_LENGTH)))


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + GROUP_LENGTH] for start in range(0, len(signs), GROUP_LENGTH))


def code_from(typed: str) -> str | None:
    """The code as printed, whatever a person typed for it (lower case, spaces, O for 0); None where it is no code."""
    signs = re.sub(r"[\s-]", "", typed).upper().translate(_CONFUSED)
    return _grouped(signs) if _CODE.fullmatch(signs) else None
