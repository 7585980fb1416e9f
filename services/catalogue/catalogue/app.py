"""The HTTP doors put together, and the wiring of each process."""

from flask import Flask

from catalogue import SERVICE
from catalogue.api import (
    classification,
    classification_editing,
    exchanges,
    exports,
    imports,
    personal,
    training_action_editing,
    training_actions,
    training_sessions,
    working_copies,
)
from catalogue.settings import Settings
from catalogue.store import import_files
from chassis.app import create_app
from chassis.storage import open_store


def configure(settings: Settings) -> None:
    """Open the store of files to import; before any command."""
    import_files.bind(open_store(settings.imports_store_url))


def create(settings: Settings) -> Flask:
    """The catalogue's API."""
    doors = [
        training_actions.blp,
        training_action_editing.blp,
        training_sessions.blp,
        working_copies.blp,
        classification.blp,
        classification_editing.blp,
        exchanges.blp,
        exports.blp,
        imports.blp,
        personal.blp,
    ]
    app = create_app(SERVICE, settings, blueprints=doors)
    app.config["PUBLIC_URL"] = settings.public_url
    return app
