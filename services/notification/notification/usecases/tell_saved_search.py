"""What is new for a saved search becomes a message to the person who saved it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from chassis.database import Session
from chassis.events import Event
from notification.domain.kinds import MessageKind
from notification.usecases.find_recipients import contact_of
from notification.usecases.write_message import Draft, write_message


def _query(criteria: Mapping[str, Any]) -> str:
    """The criteria as the site's own search page takes them."""
    values = {name: "true" if value is True else value for name, value in criteria.items()}
    return urlencode(values, doseq=True)


def tell_saved_search(session: Session, event: Event, *, now: datetime) -> None:
    """Tell the person; both links of the letter work without signing in.

    Raises:
        NotYetKnown: the contact has not arrived yet; nothing was written.
    """
    data = event.data
    recipient = contact_of(session, UUID(data["account_id"]))
    if recipient is None:
        return
    facts = {
        "label": data["label"],
        "query": _query(data["criteria"]),
        "stop_query": urlencode({"cle": data["stop_key"]}),
        "saved_search_id": data["saved_search_id"],
        "total": data["total"],
        "matches": data["matches"],
    }
    draft = Draft(event_id=event.id, kind=MessageKind.SAVED_SEARCH_MATCHED, recipient=recipient, facts=facts)
    write_message(session, draft, now=now)
