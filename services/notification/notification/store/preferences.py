"""How each person wishes to be told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Connection, Session
from notification.domain.topics import Delivery, Topic
from notification.store.tables import PREFERENCES


def chosen(session: Session | Connection, account_id: UUID) -> dict[Topic, Delivery]:
    """What the person chose; topics left as they are stay out."""
    statement = select(PREFERENCES.c.topic, PREFERENCES.c.delivery).where(PREFERENCES.c.account_id == account_id)
    return {row.topic: row.delivery for row in session.execute(statement)}


def keep(session: Session, account_id: UUID, *, choices: dict[Topic, Delivery], now: datetime) -> None:
    """Write these choices over earlier ones."""
    rows = [
        {"account_id": account_id, "topic": topic, "delivery": delivery, "changed_at": now}
        for topic, delivery in choices.items()
    ]
    if rows:
        statement = insert(PREFERENCES)
        changed = {name: statement.excluded[name] for name in ("delivery", "changed_at")}
        session.execute(statement.on_conflict_do_update(index_elements=["account_id", "topic"], set_=changed), rows)
