"""The chassis' part of a service's first migration. A released version is never edited: a change is a new function."""

from pathlib import Path

from alembic.operations import Operations

_VERSION_1 = Path(__file__).parent / "migrations/version_1.sql"


def create_version_1(op: Operations) -> None:
    """Create outbox, inbox, tasks, idempotency_keys and job_runs. `op` is Alembic's operations module or object."""
    op.execute(_VERSION_1.read_text())
