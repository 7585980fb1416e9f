"""W3C Trace Context: the thread of one request through HTTP, messages and logs."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"^00-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}$")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def _child_of(parent: str | None) -> str:
    matched = _TRACEPARENT.match(parent or "")
    trace = matched["trace"] if matched and set(matched["trace"]) != {"0"} else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


@contextmanager
def traced(parent: str | None) -> Iterator[None]:
    """Work under the trace of `parent` (a `traceparent` header), or under a new one where it is absent or malformed."""
    token = _current.set(_child_of(parent))
    try:
        yield
    finally:
        _current.reset(token)


def current_traceparent() -> str | None:
    """The `traceparent` to hand on, None outside any trace."""
    return _current.get()


def current_trace_id() -> str | None:
    """The 32 hexadecimal digits that a log line carries."""
    value = _current.get()
    return value.split("-")[1] if value else None
