"""Messages in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, Text, cast, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from chassis.tables import TASKS
from notification.domain.message import WAITING, Message, MessageStatus
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


_IN_APP = (MESSAGES.c.link.is_not(None), MESSAGES.c.erased_at.is_(None))


def read_page(
    connection: Connection, account_id: UUID, *, after: UUID | None, limit: int, is_unread: bool | None = None
) -> Sequence[RowMapping]:
    """Messages to one person, newest first, without their bodies."""
    columns = (
        MESSAGES.c.message_id,
        MESSAGES.c.kind,
        MESSAGES.c.status,
        MESSAGES.c.subject,
        MESSAGES.c.enrolment_id,
        MESSAGES.c.created_at,
        MESSAGES.c.sent_at,
        MESSAGES.c.link,
        MESSAGES.c.read_at,
    )
    statement = select(*columns).where(MESSAGES.c.account_id == account_id)
    if after is not None:
        statement = statement.where(MESSAGES.c.message_id < after)
    if is_unread is not None:
        statement = statement.where(MESSAGES.c.read_at.is_(None) if is_unread else MESSAGES.c.read_at.is_not(None))
    return connection.execute(statement.order_by(MESSAGES.c.message_id.desc()).limit(limit)).mappings().all()


def count_unread(connection: Connection, account_id: UUID, *, most: int) -> int:
    """How many messages the person has not opened, counted up to `most`."""
    unread = select(MESSAGES.c.message_id).where(
        MESSAGES.c.account_id == account_id, MESSAGES.c.read_at.is_(None), *_IN_APP
    )
    return connection.execute(select(func.count()).select_from(unread.limit(most).subquery())).scalar_one()


def is_of(session: Session, account_id: UUID, *, message_id: UUID) -> bool:
    """Whether the message was written to this account."""
    mine = exists().where(MESSAGES.c.message_id == message_id, MESSAGES.c.account_id == account_id)
    return bool(session.execute(select(mine)).scalar())


def mark_read(session: Session, account_id: UUID, *, message_id: UUID | None, now: datetime) -> int:
    """Note that the person has read one message, or all (None); says how many were unread."""
    statement = update(MESSAGES).where(
        MESSAGES.c.account_id == account_id, MESSAGES.c.read_at.is_(None), MESSAGES.c.erased_at.is_(None)
    )
    if message_id is not None:
        statement = statement.where(MESSAGES.c.message_id == message_id)
    return len(session.execute(statement.values(read_at=now).returning(MESSAGES.c.message_id)).all())


def holders(session: Session, before: datetime) -> list[UUID]:
    """People for whom messages written before `before` wait for a digest."""
    statement = select(MESSAGES.c.account_id).where(
        MESSAGES.c.status == MessageStatus.HELD, MESSAGES.c.created_at < before
    )
    return list(session.execute(statement.distinct().order_by(MESSAGES.c.account_id)).scalars())


def lock_held(session: Session, account_id: UUID, *, before: datetime) -> list[Message]:
    """Messages that wait for the person's digest, oldest first, locked; what another worker holds is left to it."""
    statement = select(Message).where(
        MESSAGES.c.account_id == account_id,
        MESSAGES.c.status == MessageStatus.HELD,
        MESSAGES.c.created_at < before,
    )
    return list(session.execute(statement.order_by(MESSAGES.c.message_id).with_for_update(skip_locked=True)).scalars())


def has_waiting_copy(session: Session, message_id: UUID) -> bool:
    """Whether a copy of the message that staff sent once more has not left yet."""
    statement = select(exists().where(MESSAGES.c.resent_from == message_id, MESSAGES.c.status.in_(WAITING)))
    return bool(session.execute(statement).scalar())


def lock_by_identifier(session: Session, identifier: str) -> Message | None:
    """The message that left under this identifier, locked."""
    statement = select(Message).where(MESSAGES.c.identifier == identifier).limit(1).with_for_update()
    return session.execute(statement).scalars().first()


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
