"""The database revisions that this code knows, read from the names of the migrations.

A process that serves asks for no more than the names: it need not load Alembic, a quarter of a second and eight
megabytes of each. `tests/conventions/migrations.py` keeps the names true.
"""

from importlib.util import find_spec
from pathlib import Path

# `20261123_1015` of `20261123_1015_create.py`.
_LENGTH = len("YYYYMMDD_HHMM")


def versions_folder(service: str) -> Path:
    """Where a service keeps its migrations; raises ModuleNotFoundError where there is no such service."""
    spec = find_spec(service)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no service named {service}")
    return Path(spec.origin).parents[1] / "migrations" / "versions"


def revisions(service: str) -> tuple[str, ...]:
    """Every revision that this code knows, the one that it needs first; none for a service without migrations."""
    return tuple(sorted((file.name[:_LENGTH] for file in versions_folder(service).glob("*.py")), reverse=True))
