"""Events on the wire: CloudEvents 1.0, structured JSON mode (cloudevents.io), with our extensions."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

from chassis.events import Confidentiality, Event, name_of, routing_key

CONTENT_TYPE = "application/cloudevents+json"


class Unreadable(Exception):
    """The message is no CloudEvent of ours; it goes to the dead letters with this reason."""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What goes to the broker: `message_id` is the event's id."""

    routing_key: str
    message_id: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message read: who spoke, and what."""

    speaker: str
    event: Event


def instant(moment: datetime) -> str:
    """RFC 3339 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def encode(event: Event, *, speaker: str, key: str | None = None) -> Message:
    """The message of `event`; `key` replaces the event's own topic (replays)."""
    envelope: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": f"/{speaker}",
        "type": event.type,
        "subject": str(event.subject),
        "time": instant(event.occurred_at),
        "datacontenttype": "application/json",
        "confidentiality": event.confidentiality.value,
        "subjectversion": event.subject_version,
        "traceparent": event.traceparent,
        "replay": str(event.replay) if event.replay else None,
        "restored": event.is_restored or None,
        "data": dict(event.data),
    }
    return Message(
        routing_key=key or routing_key(speaker, event.type, event.confidentiality),
        message_id=str(event.id),
        body=orjson.dumps({name: value for name, value in envelope.items() if value is not None}),
    )


def decode(body: bytes) -> Received:
    """The event of a message; unknown attributes are ignored, as CloudEvents wants.

    Raises:
        Unreadable: not JSON, or an attribute is missing or malformed.
    """
    try:
        envelope = orjson.loads(body)
        name_of(envelope["type"])
        event = Event(
            id=UUID(envelope["id"]),
            type=envelope["type"],
            subject=UUID(envelope["subject"]),
            subject_version=envelope.get("subjectversion"),
            occurred_at=datetime.fromisoformat(envelope["time"]),
            confidentiality=Confidentiality(envelope.get("confidentiality", "public")),
            traceparent=envelope.get("traceparent"),
            replay=UUID(envelope["replay"]) if "replay" in envelope else None,
            is_restored=envelope.get("restored") is True,
            data=dict(envelope["data"]),
        )
        return Received(speaker=str(envelope["source"]).removeprefix("/"), event=event)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Unreadable(f"not an event of ours ({type(fault).__name__})") from fault
