"""The HTTP doors of documents, and the wiring of each of its processes."""

from flask import Flask

from chassis.app import create_app
from chassis.storage import open_store
from documents import SERVICE
from documents.api import documents, verifications
from documents.rendering import site
from documents.settings import Settings
from documents.store import files


def configure(settings: Settings) -> None:
    """Open the file store and name the site; before any command."""
    files.bind(open_store(settings.documents_store_url))
    site.bind(settings.public_url)


def create(settings: Settings) -> Flask:
    """The app that `serve` runs."""
    return create_app(SERVICE, settings, blueprints=[documents.blueprint, verifications.blueprint])
