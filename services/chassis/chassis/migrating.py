"""Migrations: Alembic with one shared environment; each service keeps its versions beside its package."""

from importlib.util import find_spec
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from chassis.database import sqlalchemy_url

_ENVIRONMENT = Path(__file__).parent / "migrations"


def _config(service: str, url: str = "") -> Config:
    spec = find_spec(service)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"no service named {service}")
    config = Config()
    config.set_main_option("script_location", str(_ENVIRONMENT))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(Path(spec.origin).parents[1] / "migrations" / "versions"))
    config.attributes["url"] = sqlalchemy_url(url)
    return config


def revisions(service: str) -> tuple[str, ...]:
    """Every revision that this code knows, the one that it needs first; none for a service without migrations."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config(service)).walk_revisions())


def migrate(service: str, *, url: str, revision: str = "head") -> None:
    """Bring the database of `service` to `revision`."""
    command.upgrade(_config(service, url), revision)
