"""Links that somebody asked for."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.tasks import Task
from identity.usecases.send_link import send_link

_issuer = ""


def bind(issuer: str) -> None:
    """Name the address under which our pages are: links never lead where a request says."""
    global _issuer
    _issuer = issuer


def send(task: Task, now: datetime) -> Callable[[Session], None]:
    """Send one link, or nothing where there is nobody to send it to."""
    return send_link(UUID(task.payload["link_id"]), issuer=_issuer, now=now)
