"""Descriptions that arrive as HTML, as the plain text that the catalogue keeps: paragraphs and lists stay readable."""

import html
import re

import nh3

_BLOCKS = {"p", "br", "ul", "ol", "li", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
_ITEM = re.compile(r"<li>")
_BREAK = re.compile(r"<br>|</?(?:p|ul|ol|div|tr|h[1-6])>|</li>")
_ANY = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_BLANK_LINES = re.compile(r"\s*\n\s*")
# What neither PostgreSQL nor a reader wants: control characters besides tab and line break.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain_text(told: str) -> str:
    """Scripts, styles and every attribute go, with what scripts and styles hold; entities become their characters."""
    text = _CONTROLS.sub("", told)
    if "<" in text or "&" in text:
        safe = nh3.clean(text, tags=_BLOCKS, attributes={}, clean_content_tags={"script", "style"})
        safe = _ITEM.sub("\n- ", _BREAK.sub("\n", safe.replace("\n", " ")) if "<" in safe else safe)
        text = html.unescape(_ANY.sub("", safe))
    lines = _BLANK_LINES.sub("\n", _SPACES.sub(" ", text))
    return lines.strip()
