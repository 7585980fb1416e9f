"""PostgreSQL: one database a service, bound once a process. The only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.orm import Session

__all__ = ["Connection", "Session", "bind", "engine", "snapshot", "transaction", "unbind"]

STATEMENT_TIMEOUT_MS = 30_000
LOCK_TIMEOUT_MS = 10_000

_current: ContextVar[Session | None] = ContextVar("session", default=None)


class _Engines(NamedTuple):
    writing: Engine
    reading: Engine


_engines: _Engines | None = None


def sqlalchemy_url(url: str) -> str:
    """The address with the driver we use (psycopg 3)."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def _connect(url: str, pool_size: int, extra: str = "") -> Engine:
    options = f"-c timezone=UTC -c statement_timeout={STATEMENT_TIMEOUT_MS} -c lock_timeout={LOCK_TIMEOUT_MS} {extra}"
    return create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=2,
        pool_pre_ping=True,
        pool_timeout=10,
        hide_parameters=True,  # values may name a person, and errors are logged
        connect_args={"options": options, "connect_timeout": 5},
    )


def bind(url: str, *, pool_size: int = 8) -> None:
    """Point this process at its database. Connections are opened when first used, so binding before a fork is safe."""
    global _engines
    unbind()
    # With every value bound, a prepared statement falls back to a generic plan: dear for searches.
    reading = _connect(url, pool_size, "-c plan_cache_mode=force_custom_plan")
    _engines = _Engines(
        writing=_connect(url, pool_size),
        reading=reading.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True),
    )


def unbind() -> None:
    """Close the connections of this process."""
    global _engines
    if _engines is not None:
        _engines.writing.dispose()
        _engines.reading.dispose()
    _engines = None


def engine() -> Engine:
    """The writing engine, for the chassis' own loops and for migrations.

    Raises:
        RuntimeError: `bind` was not called.
    """
    if _engines is None:
        raise RuntimeError("no database is bound to this process")
    return _engines.writing


def engines() -> tuple[Engine, ...]:
    """Those of this process, none where no database is bound."""
    return tuple(_engines or ())


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
    if _engines is None:
        raise RuntimeError("no database is bound to this process")
    with _engines.reading.connect() as connection:
        yield connection
