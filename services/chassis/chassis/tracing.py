"""W3C Trace Context: the thread of one request through HTTP, messages and logs."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar

_TRACEPARENT = re.compile(r"^00-(?P<trace>[0-9a-f]{32})-(?P<span>[0-9a-f]{16})-[0-9a-f]{2}$")
_current: ContextVar[str | None] = ContextVar("traceparent", default=None)


def _child_of(parent: str | None) -> str:
    matched = _TRACEPARENT.match(parent or "")
    trace = matched["trace"] if matched and set(matched["trace"]) != {"0"} else secrets.token_hex(16)
    return f"00-{trace}-{secrets.token_hex(8)}-01"


@contextmanager
def _unrecorded(parent: str | None, _name: str) -> Iterator[str]:
    yield _child_of(parent)


# `(parent, name)` → a block under a span, which gives its traceparent.
SpanOpener = Callable[[str | None, str], AbstractContextManager[str]]
_opener: SpanOpener = _unrecorded


def open_spans_by(opener: SpanOpener = _unrecorded) -> None:
    """Let every block be recorded by `opener`; without one, by nobody."""
    global _opener
    _opener = opener


@contextmanager
def traced(parent: str | None, name: str = "work") -> Iterator[None]:
    """Work under the trace of `parent` (a `traceparent` header), or under a new one where it is absent or malformed."""
    with _opener(parent, name) as traceparent:
        token = _current.set(traceparent)
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
