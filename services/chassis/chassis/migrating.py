"""Migrations: Alembic with one shared environment; each service keeps its versions beside its package."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from chassis.database import sqlalchemy_url
from chassis.revisions import versions_folder
from chassis.service import Service
from chassis.settings import ServiceSettings

_ENVIRONMENT = Path(__file__).parent / "migrations"


def _config(service: str, url: str = "") -> Config:
    config = Config()
    config.set_main_option("script_location", str(_ENVIRONMENT))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(versions_folder(service)))
    config.attributes["url"] = sqlalchemy_url(url)
    return config


def migrate(service: str, *, url: str, revision: str = "head") -> None:
    """Bring the database of `service` to `revision`."""
    command.upgrade(_config(service, url), revision)


def migrate_own(service: Service, settings: ServiceSettings, _arguments: list[str]) -> int:
    """Bring the database that the settings name to this code's revision."""
    migrate(service.name, url=settings.database_url)
    return 0
