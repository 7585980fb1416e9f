"""The HTTP doors of identity, and the wiring of each of its processes."""

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from chassis import theme
from chassis.app import create_app
from identity import SERVICE
from identity.api import (
    affiliations,
    change_reports,
    clients,
    me,
    memberships,
    my_account,
    organisations,
    people,
    referencings,
    roles,
)
from identity.commands import register_client
from identity.jobs import back_channel, links
from identity.oidc import authorize, discovery, introspect, logout, revoke, token, userinfo
from identity.pages import (
    account_request,
    elsewhere,
    forgotten_password,
    my_passkeys,
    passkey_sign_in,
    referencing,
    second_factor,
    sign_in,
)
from identity.pages import my_account as my_account_pages
from identity.settings import Settings
from identity.store import key_ring, password_hashes, seals, second_factors
from identity.usecases import request_affiliation

_STATIC = Path(__file__).parent / "static"
# The JSON doors: a token in a header, never a cookie.
_APIS = (
    me.blp,
    my_account.blp,
    organisations.blp,
    affiliations.blp,
    roles.blp,
    people.blp,
    referencings.blp,
    change_reports.blp,
    memberships.blp,
    clients.blp,
)
# What machines call, or clients by a form of theirs: none can carry our CSRF token.
_FOR_CLIENTS = (
    authorize.blueprint,
    discovery.blueprint,
    introspect.blueprint,
    logout.blueprint,
    revoke.blueprint,
    token.blueprint,
    userinfo.blueprint,
)
_FOR_PEOPLE = (
    sign_in.blueprint,
    second_factor.blueprint,
    passkey_sign_in.blueprint,
    my_passkeys.blueprint,
    account_request.blueprint,
    referencing.blueprint,
    forgotten_password.blueprint,
    my_account_pages.blueprint,
    logout.confirmation,
    elsewhere.blueprint,
)


def configure(settings: Settings) -> None:
    """Secrets and bounds of this process; before any command."""
    key_ring.configure(secret=settings.key_encryption_secret)
    seals.configure(secret=settings.session_secret)
    password_hashes.configure(running=settings.hashes_at_once, waiting=settings.hashes_waiting)
    second_factors.configure(secret=settings.key_encryption_secret)
    links.bind(settings.issuer)
    request_affiliation.configure(first_is_automatic=settings.first_affiliation_is_automatic)
    register_client.configure(secret=settings.client_secret)
    back_channel.configure(issuer=settings.issuer)


def create(settings: Settings) -> Flask:
    """The app that `serve` runs."""
    app = create_app(SERVICE, settings, blueprints=_APIS)
    app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Flask documents it
        app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops
    )
    _configure_cookies(app, settings)
    # Failing before the view: a form without our token changes nothing.
    csrf = CSRFProtect(app)
    for blueprint in (*_APIS, *_FOR_CLIENTS):
        csrf.exempt(blueprint)
    prefix = urlsplit(settings.issuer).path
    theme.install(app, prefix=f"{prefix}/assets", assets_dir=settings.assets_dir, static_dir=_STATIC)
    for blueprint in (*_FOR_CLIENTS, *_FOR_PEOPLE):
        app.register_blueprint(blueprint, url_prefix=prefix)
    return app


def _configure_cookies(app: Flask, settings: Settings) -> None:
    path = urlsplit(settings.issuer).path
    mark = "__Secure-" if settings.is_secure else ""
    app.secret_key = settings.session_secret
    app.config.update(
        ISSUER=settings.issuer,
        PUBLIC_URL=settings.public_url,
        COOKIE_PATH=path,
        SIGN_IN_COOKIE=f"{mark}pp_sign_in",
        SESSION_COOKIE_NAME=f"{mark}pp_identity_form",
        SESSION_COOKIE_PATH=path,
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # As long as the browser's own session: a page left open over lunch still works.
        WTF_CSRF_TIME_LIMIT=None,
        # The token is bound to the cookie; a gateway may give us another Host than people see.
        WTF_CSRF_SSL_STRICT=False,
    )
