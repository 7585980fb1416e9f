"""What a service hears: one row per event and handler, in `<service>/consumers/__init__.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chassis.copies import Closing
from chassis.database import Session
from chassis.events import Confidentiality, Event, routing_key

__all__ = ["Closing", "Handler", "Heard"]

Handler = Callable[[Session, Event, datetime], None]


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One event and what is done about it.

    A copy (`is_copy`) is applied whenever its version is newer, also on replay; a reaction runs once per event id and
    never on replay. One event may stand in two rows.
    """

    speaker: str
    event: str
    handle: Handler
    is_copy: bool = False
    confidentiality: Confidentiality = Confidentiality.PUBLIC

    @property
    def binding_key(self) -> str:
        """The topic to bind."""
        return routing_key(self.speaker, self.event, self.confidentiality)
