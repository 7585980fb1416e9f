"""Events: past-tense facts with CloudEvents 1.0 names. Imports neither Flask nor pika nor SQLAlchemy."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from chassis.ids import new_id

_TYPE = re.compile(r"^(?P<name>[a-z_]+\.[a-z_]+)\.v\d+$")


class Confidentiality(StrEnum):
    """Who may read an event; part of its routing key, so that the broker enforces it."""

    PUBLIC = "public"
    PERSONAL = "personal"
    SECRET = "secret"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact as its speaker says it and as a hearer receives it.

    `type` is `<noun>.<past participle>.v<n>`; `data` holds JSON values only. State events carry the whole public state
    and `subject_version`, incremented under the row lock. `replay` names the replay that repeats the state, if any;
    `is_restored` says that its speaker's database went back in time, so that what a hearer has of later is void.
    """

    type: str
    subject: UUID
    data: Mapping[str, Any]
    occurred_at: datetime
    subject_version: int | None = None
    confidentiality: Confidentiality = Confidentiality.PUBLIC
    id: UUID = field(default_factory=new_id)
    traceparent: str | None = None
    replay: UUID | None = None
    is_restored: bool = False


def name_of(event_type: str) -> str:
    """`noun.participle` of a versioned event type.

    Raises:
        ValueError: the text is not of that form.
    """
    matched = _TYPE.match(event_type)
    if matched is None:
        raise ValueError(f"not an event type: {event_type!r}")
    return matched["name"]


def routing_key(speaker: str, event_type: str, confidentiality: Confidentiality) -> str:
    """The topic under which `speaker` says this; the version stays out of it, so that a hearer meets new ones."""
    middle = "" if confidentiality is Confidentiality.PUBLIC else f"{confidentiality.value}."
    return f"{speaker}.{middle}{name_of(event_type)}"
