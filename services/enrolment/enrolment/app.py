"""The HTTP doors put together."""

from flask import Flask

from chassis.app import create_app
from enrolment import SERVICE
from enrolment.api import (
    decisions,
    deputies,
    enrolments,
    figures,
    hr_desk,
    participation_rights,
    policies,
    training_sessions,
    verdicts,
)
from enrolment.settings import Settings


def create(settings: Settings) -> Flask:
    """Enrolment's API."""
    doors = [
        verdicts.blp,
        enrolments.blp,
        decisions.blp,
        hr_desk.blp,
        deputies.blp,
        training_sessions.blp,
        participation_rights.blp,
        policies.blp,
        figures.blp,
    ]
    return create_app(SERVICE, settings, blueprints=doors)
