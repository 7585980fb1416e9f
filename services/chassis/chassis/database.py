"""PostgreSQL: one database a service, bound once a process. The only place that commits."""

import select
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

import orjson
import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

__all__ = ["Connection", "Session", "bind", "engine", "glance", "glancing_session", "snapshot", "transaction", "unbind"]

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 10_000

# With every value bound, a prepared statement falls back to a generic plan: dear for searches.
_ONLY_READS = (
    "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
    " -c plan_cache_mode=force_custom_plan"
)

_current: ContextVar[Session | None] = ContextVar("session", default=None)


class _Engines(NamedTuple):
    writing: Engine
    reading: Engine
    glancing: Engine  # the connections of `reading`


_engines: _Engines | None = None


def sqlalchemy_url(url: str) -> str:
    """The address with the driver we use (psycopg 3)."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _refuse_closed(connection: psycopg.Connection[Any], _record: object, _proxy: object) -> None:
    """A pooled connection with something to read was closed by the server: the pool opens another.

    At rest the server says nothing but its good-bye; looking costs no round trip, as `pool_pre_ping` would.
    """
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        raise InvalidatePoolError


def _connect(url: str, pool_size: int, extra: str = "") -> Engine:
    limits = f"-c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS}"
    options = f"-c timezone=UTC -c client_min_messages=warning {limits} {extra}"
    made = create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=2,
        pool_timeout=10,
        hide_parameters=True,  # values may name a person, and errors are logged
        json_deserializer=orjson.loads,
        connect_args={"options": options, "connect_timeout": 5},
    )
    event.listen(made, "checkout", _refuse_closed)
    return made


def bind(url: str, *, pool_size: int = 8) -> None:
    """Point this process at its database. Connections are opened when first used, so binding before a fork is safe."""
    global _engines
    unbind()
    reading = _connect(url, pool_size, _ONLY_READS)
    glancing = reading.execution_options(isolation_level="AUTOCOMMIT")
    _engines = _Engines(writing=_connect(url, pool_size), reading=reading, glancing=glancing)


def unbind() -> None:
    """Close the connections of this process."""
    global _engines
    if _engines is not None:
        _engines.writing.dispose()
        _engines.reading.dispose()
    _engines = None


def _bound() -> _Engines:
    if _engines is None:
        raise RuntimeError("no database is bound to this process")
    return _engines


def engine() -> Engine:
    """The writing engine, for the chassis' own loops and for migrations.

    Raises:
        RuntimeError: `bind` was not called.
    """
    return _bound().writing


def engines() -> tuple[Engine, ...]:
    """Those of this process, none where no database is bound."""
    return (_engines.writing, _engines.reading) if _engines else ()


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: committed at the end, rolled back by any exception. Inside another one it joins it."""
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    with Session(engine(), expire_on_commit=False) as session:
        token = _current.set(session)
        try:
            with session.begin():
                yield session
        finally:
            _current.reset(token)


@contextmanager
def snapshot() -> Iterator[Connection]:
    """A read-only connection that sees one state of the database throughout."""
    with _bound().reading.connect() as connection:
        yield connection
        # psycopg forgets the statements it prepared when a transaction is rolled back, even one that only read.
        connection.commit()


@contextmanager
def glance() -> Iterator[Connection]:
    """A read-only connection, each statement of which sees the database as it is then: spares a snapshot's framing."""
    with _bound().glancing.connect() as connection:
        yield connection


@contextmanager
def glancing_session() -> Iterator[Session]:
    """The same for what is mapped: nothing can be changed or locked through it."""
    with Session(_bound().glancing, autoflush=False) as session:
        yield session
