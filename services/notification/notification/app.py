"""The HTTP doors of notification, and the wiring of each of its processes."""

from flask import Flask

from chassis.app import create_app
from notification import SERVICE
from notification.api import console, failing_addresses, messages, preferences
from notification.channels import decision_links, dkim_signing, envelopes, letters, smtp, unsubscribing
from notification.settings import Settings


def configure(settings: Settings) -> None:
    """Name the site, the addresses, keys and the mail server; opens no connection."""
    unsubscribing.bind(settings.link_secret)
    decision_links.bind(settings.decision_link_secret)
    dkim_signing.bind(settings.dkim())
    letters.bind(settings.public_url)
    envelopes.bind(sender=settings.mail_from, reply_to=settings.mail_reply_to)
    smtp.bind(smtp.SmtpChannel(smtp.SmtpAddress.parse(settings.smtp_url)))


def create(settings: Settings) -> Flask:
    """The app that `serve` runs."""
    doors = (messages, preferences, console, failing_addresses)
    return create_app(SERVICE, settings, blueprints=[door.blueprint for door in doors])
