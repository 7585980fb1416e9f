"""The HTTP doors put together."""

from flask import Flask

from catalogue import SERVICE
from catalogue.api import classification, exchanges, training_action_editing, training_actions, training_sessions
from catalogue.settings import Settings
from chassis.app import create_app


def create(settings: Settings) -> Flask:
    """The catalogue's API."""
    doors = [
        training_actions.blp,
        training_action_editing.blp,
        training_sessions.blp,
        classification.blp,
        exchanges.blp,
    ]
    app = create_app(SERVICE, settings, blueprints=doors)
    app.config["PUBLIC_URL"] = settings.public_url
    return app
