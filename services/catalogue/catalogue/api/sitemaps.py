"""The list of all actions for search engines (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID
from xml.sax.saxutils import escape

# The protocol's own limit for one file.
MOST = 50_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def _entry(address: str, changed_at: datetime | None = None) -> str:
    changed = f"<lastmod>{changed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(address)}</loc>{changed}</url>\n"


def sitemap_of(actions: Iterable[tuple[UUID, datetime]], *, site: str) -> str:
    """Home, the search, and the page of each action with the day it last changed."""
    fixed = [_entry(f"{site}{path}") for path in ("/", "/actions", "/a-propos", "/contact")]
    pages = [_entry(f"{site}/actions/{key}", changed_at) for key, changed_at in actions]
    return _HEAD + "".join((fixed + pages)[:MOST]) + "</urlset>\n"
