"""The HTTP doors put together."""

from flask import Flask

from catalogue import SERVICE
from catalogue.api import classification, training_action_editing, training_actions, training_sessions
from catalogue.settings import Settings
from chassis.app import create_app


def create(settings: Settings) -> Flask:
    """The catalogue's API."""
    doors = [training_actions.blp, training_action_editing.blp, training_sessions.blp, classification.blp]
    return create_app(SERVICE, settings, blueprints=doors)
