"""The journal: who changed what, in which role, when and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalogue.domain.editors import Editor
from chassis.ids import new_id


@dataclass(eq=False)
class Change:
    """`kind` is the past participle of what was done; `account_id` outlives the person's name (ids only)."""

    change_id: UUID
    training_action_id: UUID
    training_session_id: UUID | None
    kind: str
    account_id: UUID
    role: str
    occurred_at: datetime
    reason: str | None = None


def change_by(
    editor: Editor,
    kind: str,
    *,
    training_action_id: UUID,
    training_session_id: UUID | None = None,
    occurred_at: datetime,
    reason: str | None = None,
) -> Change:
    """A line of the journal."""
    return Change(
        change_id=new_id(),
        training_action_id=training_action_id,
        training_session_id=training_session_id,
        kind=kind,
        account_id=editor.account_id,
        role=editor.role,
        occurred_at=occurred_at,
        reason=reason,
    )
