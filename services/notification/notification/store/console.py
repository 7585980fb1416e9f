"""What staff look for among all messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, func, select

from chassis.database import Connection
from notification.domain.kinds import MessageKind
from notification.domain.message import MessageStatus
from notification.store.tables import CONTACTS, MESSAGES

_NAME = func.concat_ws(" ", CONTACTS.c.given_name, CONTACTS.c.family_name)
_LISTED = (
    MESSAGES.c.message_id,
    MESSAGES.c.account_id,
    _NAME.label("recipient"),
    MESSAGES.c.kind,
    MESSAGES.c.status,
    MESSAGES.c.subject,
    MESSAGES.c.enrolment_id,
    MESSAGES.c.created_at,
    MESSAGES.c.sent_at,
    MESSAGES.c.sent_to,
    MESSAGES.c.attempts,
    MESSAGES.c.last_failure,
    MESSAGES.c.resent_from,
    MESSAGES.c.erased_at,
)


@dataclass(frozen=True, kw_only=True)
class Search:
    """`text` stands in the subject, the address or the recipient's name; instants bound the writing."""

    text: str | None = None
    status: MessageStatus | None = None
    kind: MessageKind | None = None
    enrolment_id: UUID | None = None
    written_from: datetime | None = None
    written_before: datetime | None = None


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _criteria(search: Search) -> list[ColumnElement[bool]]:
    equal = (
        (MESSAGES.c.status, search.status),
        (MESSAGES.c.kind, search.kind),
        (MESSAGES.c.enrolment_id, search.enrolment_id),
    )
    found: list[ColumnElement[bool]] = [column == value for column, value in equal if value is not None]
    if search.text:
        pattern = _like(search.text)
        places: tuple[ColumnElement[Any], ...] = (MESSAGES.c.subject, MESSAGES.c.sent_to, CONTACTS.c.email, _NAME)
        alike = [place.ilike(pattern) for place in places]
        found.append(alike[0] | alike[1] | alike[2] | alike[3])
    if search.written_from:
        found.append(MESSAGES.c.created_at >= search.written_from)
    if search.written_before:
        found.append(MESSAGES.c.created_at < search.written_before)
    return found


def find(connection: Connection, search: Search, *, after: UUID | None, limit: int) -> Sequence[RowMapping]:
    """Messages that fit, newest first, without their bodies."""
    source = MESSAGES.outerjoin(CONTACTS, CONTACTS.c.account_id == MESSAGES.c.account_id)
    statement = select(*_LISTED).select_from(source).where(*_criteria(search))
    if after is not None:
        statement = statement.where(MESSAGES.c.message_id < after)
    return connection.execute(statement.order_by(MESSAGES.c.message_id.desc()).limit(limit)).mappings().all()


def one(connection: Connection, message_id: UUID) -> RowMapping | None:
    """One message with both bodies."""
    source = MESSAGES.outerjoin(CONTACTS, CONTACTS.c.account_id == MESSAGES.c.account_id)
    columns = (*_LISTED, MESSAGES.c.text_body, MESSAGES.c.html_body)
    statement = select(*columns).select_from(source).where(MESSAGES.c.message_id == message_id)
    return connection.execute(statement).mappings().first()


def counts(connection: Connection, *, since: datetime) -> dict[MessageStatus, int]:
    """How many messages written since then are in each status."""
    statement = select(MESSAGES.c.status, func.count()).where(MESSAGES.c.created_at >= since)
    return {row[0]: row[1] for row in connection.execute(statement.group_by(MESSAGES.c.status))}
