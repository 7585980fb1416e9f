"""French spaces: a sign that stands apart from its word never begins a line, nor does what is quoted leave « behind.

Source: Imprimerie nationale, « Lexique des règles typographiques », chapter on punctuation.
"""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_APART = re.compile(r"(?<!\s) (?=[:;?!»](?:[\s<]|$))|(?<=«) ")


def set_apart(text: str) -> str:
    """The text with spaces that do not break where French has them before or after a sign."""
    return _APART.sub("\N{NO-BREAK SPACE}", text)


class FrenchSpaces(Extension):
    """Sets what templates themselves say, when they are compiled; what people wrote is shown as they wrote it."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Words between tags, and words that a tag or an expression quotes; nothing else of a template is text."""
        for token in stream:
            is_said = token.type in ("data", "string")
            yield Token(token.lineno, token.type, set_apart(token.value)) if is_said else token
