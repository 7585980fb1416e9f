"""Tell a person what enrolment holds about them besides their requests and complaints (GDPR articles 15 and 20)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from enrolment.store import own_data
from enrolment.store.reading import Reader

Rows = list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class MyData:
    """Rows of `store.own_data`. Of whoever else acted the role is told and no name: they are other people."""

    messages: Rows
    moves: Rows
    questionnaires: Rows
    signatures: Rows
    contests: Rows


def tell_my_data(reader: Reader, account_id: UUID) -> MyData:
    """Whatever the active role opens besides is somebody else's and stays out."""
    return MyData(
        messages=own_data.messages_by(reader, account_id),
        moves=[{**row, "is_by_me": row["account_id"] == account_id} for row in own_data.moves_of(reader, account_id)],
        questionnaires=own_data.questionnaires_of(reader, account_id),
        signatures=own_data.signatures_of(reader, account_id),
        contests=own_data.contests_of(reader, account_id),
    )
