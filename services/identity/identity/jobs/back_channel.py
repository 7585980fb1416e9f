"""The task that tells a client of a logout."""

from collections.abc import Callable
from datetime import datetime

from chassis.database import Session
from chassis.tasks import Task
from identity.usecases.tell_client_of_logout import tell_client_of_logout

_configured = {"issuer": ""}


def configure(*, issuer: str) -> None:
    """Set the issuer, which the logout token names."""
    _configured["issuer"] = issuer


def run(task: Task, now: datetime) -> Callable[[Session], None]:
    """Tell one client."""
    tell_client_of_logout(task.payload, issuer=_configured["issuer"], now=now)
    return lambda _session: None
