"""The console of staff: what was sent to whom, when, with which result."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chassis.database import Connection
from chassis.errors import NotFound
from notification.channels import decision_links
from notification.domain.kinds import SINGLE_USE
from notification.domain.message import WAITING, MessageStatus
from notification.store import console
from notification.store.console import Search

RECENT = timedelta(days=30)

__all__ = ["Search", "count_recent", "read_message", "search_messages"]


def search_messages(
    connection: Connection, search: Search, *, after: UUID | None, limit: int
) -> Sequence[Mapping[str, Any]]:
    """Messages that fit, newest first."""
    return [dict(row) for row in console.find(connection, search, after=after, limit=limit)]


def read_message(connection: Connection, message_id: UUID) -> Mapping[str, Any]:
    """One message with its text and HTML, as it was written; without them where they hold a single-use secret;
    nobody else decides by the link of an HR validator.

    Raises:
        NotFound: there is none.
    """
    found = console.one(connection, message_id)
    if found is None:
        raise NotFound
    is_secret = found["kind"] in SINGLE_USE
    is_spent = is_secret or found["erased_at"] is not None
    bodies = {name: None if is_secret else _hidden(found[name]) for name in ("text_body", "html_body")}
    return {**found, **bodies, "may_be_resent": not is_spent and found["status"] not in WAITING}


def _hidden(body: str | None) -> str | None:
    return None if body is None else decision_links.hide(body)


def count_recent(connection: Connection, *, now: datetime) -> dict[MessageStatus, int]:
    """The messages of the last thirty days by status, those of no message left out."""
    return console.counts(connection, since=now - RECENT)
