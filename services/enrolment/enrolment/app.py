"""The HTTP doors put together."""

from flask import Flask

from chassis.app import create_app
from enrolment import SERVICE
from enrolment.api import (
    closing,
    complaints,
    decision_links,
    decisions,
    deputies,
    enrolments,
    exports,
    figures,
    hr_desk,
    my_data,
    participation_rights,
    policies,
    questionnaires,
    signing,
    threads,
    training_sessions,
    verdicts,
)
from enrolment.settings import Settings


def create(settings: Settings) -> Flask:
    """Enrolment's API."""
    decision_links.bind(settings.decision_link_secret)
    doors = [
        verdicts.blp,
        enrolments.blp,
        decisions.blp,
        decision_links.blp,
        hr_desk.blp,
        deputies.blp,
        exports.blp,
        threads.blp,
        signing.blp,
        closing.blp,
        questionnaires.blp,
        complaints.blp,
        my_data.blp,
        training_sessions.blp,
        participation_rights.blp,
        policies.blp,
        figures.blp,
    ]
    return create_app(SERVICE, settings, blueprints=doors)
