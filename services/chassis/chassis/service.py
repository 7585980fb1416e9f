"""The description of one service: dotted names, so that each command loads only what it needs."""

import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from pkgutil import resolve_name
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Service:
    """Where a service keeps its parts, each as `package.module:object`; None where it has no such part.

    settings: a subclass of ServiceSettings · app: `(settings) -> Flask` · configure: `(settings) -> None`, process-wide
    wiring before anything runs · heard: tuple of Heard · closings: state name → `(session, Closing)` · states: tuple of
    State · checks: what should hold, name → `(session, now) -> list of faults`, for `verify` · jobs: name → Job ·
    tasks: kind → handler · commands: name → `(arguments) -> exit status`.
    """

    name: str
    settings: str
    app: str
    configure: str | None = None
    heard: str | None = None
    closings: str | None = None
    states: str | None = None
    checks: str | None = None
    jobs: str | None = None
    tasks: str | None = None
    commands: Mapping[str, str] = field(default_factory=dict)

    def part(self, dotted: str | None, default: Any = None) -> Any:
        """The object that `dotted` names, imported now."""
        if dotted is None:
            return default
        # What modules make stays: without a collector they load in seven eighths of the time, and a fork shares more.
        gc.disable()
        try:
            return resolve_name(dotted)
        finally:
            gc.freeze()
            gc.enable()
