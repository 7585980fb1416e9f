"""The HTTP doors of documents, and the wiring of each of its processes."""

from flask import Flask

from chassis import clock
from chassis.app import create_app
from chassis.settings import BadSettings
from chassis.storage import open_store
from documents import SERVICE
from documents.api import (
    badge_publications,
    badges,
    bundles,
    documents,
    issuer_identity,
    seal_certificates,
    verifications,
)
from documents.rendering import badge_keys, seal_key, site
from documents.rendering.badge_keys import badge_keys_from
from documents.settings import Settings
from documents.store import files

BLUEPRINTS = (
    documents.blueprint,
    verifications.blueprint,
    badges.blueprint,
    bundles.blueprint,
    badge_publications.blueprint,
    issuer_identity.blueprint,
    seal_certificates.blueprint,
)


def _bind_keys(settings: Settings) -> None:
    try:
        seal_key.bind(
            seal_key.seal_key_from(
                key=settings.seal_key,
                chain=settings.seal_certificate,
                tsa_url=settings.seal_tsa_url,
                now=clock.now(),
            )
        )
        badge_keys.bind(badge_keys_from(rsa=settings.badge_rsa_key, ed25519=settings.badge_ed25519_key))
    except seal_key.BadKey as fault:
        raise BadSettings(str(fault)) from fault


def configure(settings: Settings) -> None:
    """Open the file store, name the site, take the keys; before any command.

    Raises:
        BadSettings: a key is unreadable, weak, without its certificate, or not in force.
    """
    files.bind(open_store(settings.documents_store_url))
    site.bind(settings.public_url)
    _bind_keys(settings)


def create(settings: Settings) -> Flask:
    """The app that `serve` runs."""
    return create_app(SERVICE, settings, blueprints=list(BLUEPRINTS))
