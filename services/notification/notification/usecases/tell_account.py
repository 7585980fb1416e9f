"""A fact about an account becomes a letter to its owner; everything it needs comes with the fact."""

from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.events import Event, name_of
from notification.domain.kinds import kind_of_account_fact
from notification.usecases.write_message import Draft, write_message


def tell_account(session: Session, event: Event, *, now: datetime) -> None:
    """To the address that the fact names: it may be nobody's account yet, or one just given up."""
    data = event.data
    # Somebody without an account is known by the key of what they asked for.
    recipient = {
        "account_id": UUID(data["account_id"]) if data["account_id"] else event.subject,
        **{name: data[name] for name in ("civility", "given_name", "family_name")},
    }
    kind = kind_of_account_fact(name_of(event.type), data)
    draft = Draft(event_id=event.id, kind=kind, recipient=recipient, facts=data, address=data["email"])
    write_message(session, draft, now=now)
