"""The Flask app of each service as its processes make it, with settings of the tests."""

import base64
import tempfile
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path

from flask import Flask

from chassis.settings import ServiceSettings, read_settings
from tests.contracts.parts import service_of
from tests.support import keys, tokens

WITH_API = ("identity", "catalogue", "enrolment", "documents", "notification")
_ANY_SECRET = base64.urlsafe_b64encode(bytes(range(32))).decode()
_KNOWN = {
    "PP_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
    "PP_ISSUER": tokens.ISSUER,
    "PP_PUBLIC_URL": "http://127.0.0.1:8080",
    "PP_SMTP_URL": "smtp://127.0.0.1:1",
    "PP_DOCUMENTS_STORE_URL": "file:///nonexistent",
    "PP_IMPORTS_STORE_URL": f"file://{tempfile.gettempdir()}/parcourspro-imports-of-tests",
    "PP_ASSETS_DIR": str(Path(__file__).resolve().parents[2] / "node_modules"),
}


def _needed(settings_class: type[ServiceSettings]) -> list[str]:
    return [entry.metadata["variable"] for entry in fields(settings_class) if entry.default is MISSING]


def settings_of(name: str, environment: Mapping[str, str] | None = None) -> ServiceSettings:
    """Settings with a value for everything that is required; secrets are constant and worth nothing."""
    settings_class: type[ServiceSettings] = service_of(name).part(service_of(name).settings)
    known = {**_KNOWN, "PP_JWKS_URL": tokens.jwks_url(), **keys.settings(), **(environment or {})}
    given = {variable: known.get(variable, _ANY_SECRET) for variable in _needed(settings_class)}
    return read_settings(settings_class, {**given, **(environment or {})})


def wire(name: str, environment: Mapping[str, str] | None = None) -> ServiceSettings:
    """Do what comes before any command of `name` in its process; returns the settings."""
    described, settings = service_of(name), settings_of(name, environment)
    if described.configure:
        described.part(described.configure)(settings)
    return settings


def app_of(name: str, environment: Mapping[str, str] | None = None) -> Flask:
    """The app of `name`. Opens no database by itself."""
    settings = wire(name, environment)
    app: Flask = service_of(name).part(service_of(name).app)(settings)
    return app
