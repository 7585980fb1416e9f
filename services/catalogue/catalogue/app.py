"""The HTTP doors put together."""

from flask import Flask

from catalogue import SERVICE
from catalogue.api import (
    classification,
    classification_editing,
    exchanges,
    training_action_editing,
    training_actions,
    training_sessions,
    working_copies,
)
from catalogue.settings import Settings
from chassis.app import create_app


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
    ]
    app = create_app(SERVICE, settings, blueprints=doors)
    app.config["PUBLIC_URL"] = settings.public_url
    return app
