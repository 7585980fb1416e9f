"""An editor finds the actions that they may edit, drafts and withdrawn ones included."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from catalogue.domain.editors import Editor
from catalogue.domain.training_actions import ActionStatus
from catalogue.domain.working_copies import Mark, WorkingCopyPage, WorkingCopySearch, WorkingCopySort
from catalogue.store import working_copies as store
from chassis.database import Connection
from chassis.errors import Forbidden


def _of_editor(search: WorkingCopySearch, editor: Editor) -> WorkingCopySearch:
    """
    Raises:
        Forbidden: a provider acts without an organisation.
    """
    if editor.is_staff:
        return search
    if editor.organisation_id is None:
        raise Forbidden(next_step="switch-organisation")
    return replace(search, organisation_id=editor.organisation_id)


def list_working_copies(
    connection: Connection, search: WorkingCopySearch, *, editor: Editor, now: datetime
) -> WorkingCopyPage:
    """
    Raises:
        Forbidden
    """
    rows = store.working_copies(connection, _of_editor(search, editor), now=now)
    shown = rows[: search.limit]
    mark = None
    if len(rows) > search.limit:
        last = shown[-1]
        by_title = search.sort is WorkingCopySort.TITLE
        key = last["title"] if by_title else last["changed_at"].isoformat()
        mark = Mark(key=key, row_id=last["training_action_id"])
    return WorkingCopyPage(items=[{**row, "is_changed": bool(row["is_changed"])} for row in shown], next_mark=mark)


def count_working_copies(connection: Connection, *, editor: Editor) -> dict[str, Any]:
    """How many there are in each state.

    Raises:
        Forbidden
    """
    counts = store.counts_by_status(connection, _of_editor(WorkingCopySearch(), editor))
    return {status.value: counts.get(status, 0) for status in ActionStatus}
