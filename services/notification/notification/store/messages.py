"""Messages in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, Text, cast, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from chassis.tables import TASKS
from notification.domain.message import Message, MessageStatus
from notification.store.tables import MESSAGES

_WRITTEN = [column.name for column in MESSAGES.columns]


def add_once(session: Session, message: Message) -> bool:
    """Write the message unless the same fact already made one of this kind for this recipient; says whether."""
    values = {name: getattr(message, name) for name in _WRITTEN}
    statement = (
        insert(MESSAGES).values(**values).on_conflict_do_nothing(index_elements=["event_id", "account_id", "kind"])
    )
    return session.execute(statement.returning(MESSAGES.c.message_id)).first() is not None


def lock(session: Session, message_id: UUID) -> Message | None:
    """The message, locked."""
    statement = select(Message).where(MESSAGES.c.message_id == message_id).with_for_update()
    return session.execute(statement, execution_options={"populate_existing": True}).scalars().first()


def lock_of_person(session: Session, account_id: UUID) -> list[Message]:
    """Messages to a person or about them, not yet erased, locked."""
    statement = select(Message).where(
        or_(MESSAGES.c.account_id == account_id, MESSAGES.c.about_account_id == account_id),
        MESSAGES.c.erased_at.is_(None),
    )
    return list(session.execute(statement.order_by(MESSAGES.c.message_id).with_for_update()).scalars())


def read_page(connection: Connection, account_id: UUID, *, after: UUID | None, limit: int) -> Sequence[RowMapping]:
    """Messages to one person, newest first, without their bodies."""
    columns = (
        MESSAGES.c.message_id,
        MESSAGES.c.kind,
        MESSAGES.c.status,
        MESSAGES.c.subject,
        MESSAGES.c.enrolment_id,
        MESSAGES.c.created_at,
        MESSAGES.c.sent_at,
    )
    statement = select(*columns).where(MESSAGES.c.account_id == account_id)
    if after is not None:
        statement = statement.where(MESSAGES.c.message_id < after)
    return connection.execute(statement.order_by(MESSAGES.c.message_id.desc()).limit(limit)).mappings().all()


def queued_since(session: Session, before: datetime) -> int:
    """How many messages wait since before `before`."""
    statement = select(MESSAGES.c.message_id).where(
        MESSAGES.c.status == MessageStatus.QUEUED, MESSAGES.c.created_at < before
    )
    return len(session.execute(statement).all())


def forsaken_since(session: Session, before: datetime, *, task_kind: str) -> list[UUID]:
    """Messages that wait since before `before` and that no task is going to send."""
    has_task = exists().where(
        TASKS.c.kind == task_kind,
        TASKS.c.key.startswith(cast(MESSAGES.c.message_id, Text)),
        TASKS.c.done_at.is_(None),
        TASKS.c.given_up_at.is_(None),
    )
    statement = select(MESSAGES.c.message_id).where(
        MESSAGES.c.status == MessageStatus.QUEUED, MESSAGES.c.created_at < before, ~has_task
    )
    return list(session.execute(statement.order_by(MESSAGES.c.message_id)).scalars())
