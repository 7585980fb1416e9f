"""The HTTP doors of web, and the wiring of each of its processes."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from flask import Flask
from flask_wtf.csrf import CSRFProtect

from chassis import theme
from chassis.app import create_app
from web import SERVICE
from web.clients.catalogue import Catalogue
from web.clients.documents import Badges, Bundles, Documents, IssuerIdentity
from web.clients.editing import Editing
from web.clients.enrolment import Enrolments
from web.clients.follow_up import FollowUp
from web.clients.gateway import Api
from web.clients.hr_desk import HrDesk
from web.clients.identity import Accounts
from web.clients.notification import Messages
from web.clients.openid import Client, OpenIdProvider
from web.clients.organisations import Organisations
from web.clients.platforms import Platforms
from web.clients.policies import Policies
from web.domain.sign_ins import Limits
from web.jobs import sign_ins
from web.pages import BLUEPRINTS, access, answers, back_channel, editor_exchanges, rendering, stop_mails
from web.pages.wiring import Wiring
from web.settings import Settings
from web.store.seal import Seal, derived_key

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def _limits(settings: Settings) -> Limits:
    return Limits(idle=timedelta(seconds=settings.idle_limit_s), lifetime=timedelta(seconds=settings.lifetime_s))


def configure(settings: Settings) -> None:
    """The limits that the purge keeps; before any command."""
    sign_ins.bind(_limits(settings))


def _wiring(settings: Settings, *, is_secure: bool) -> Wiring:
    http = httpx.Client(follow_redirects=False, limits=httpx.Limits(max_keepalive_connections=16, keepalive_expiry=30))
    client = Client(
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        redirect_uri=f"{settings.public_url}/connexion/retour",
        after_logout_uri=f"{settings.public_url}/",
    )

    def api(service: str) -> Api:
        return Api(url=settings.api_url, service=service, http=http)

    return Wiring(
        site=settings.public_url,
        issuer=settings.issuer,
        provider=OpenIdProvider(issuer=settings.issuer, client=client, http=http, reached_at=settings.provider_url),
        seal=Seal(settings.session_secret),
        limits=_limits(settings),
        is_secure=is_secure,
        accounts=Accounts(api("identity")),
        platforms=Platforms(api("identity")),
        organisations=Organisations(api("identity")),
        catalogue=Catalogue(api("catalogue")),
        editing=Editing(api("catalogue")),
        enrolments=Enrolments(api("enrolment")),
        documents=Documents(api("documents")),
        badges=Badges(api("documents")),
        bundles=Bundles(api("documents")),
        issuer_identity=IssuerIdentity(api("documents")),
        hr_desk=HrDesk(api("enrolment")),
        messages=Messages(api("notification")),
        policies=Policies(api("enrolment")),
        follow_up=FollowUp(api("enrolment")),
        public_url=settings.public_url,
    )


def create(settings: Settings) -> Flask:
    """The app that `serve` runs."""
    app = create_app(SERVICE, settings)
    # A cookie that a browser sends over plain HTTP is fit for loopback only.
    is_secure = urlsplit(settings.public_url).hostname not in _LOOPBACK
    app.secret_key = derived_key(settings.session_secret, "pages")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-pp_page" if is_secure else "pp_page",
        SESSION_COOKIE_SECURE=is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        # A text too long for its field comes back with its page, as far as a body may go; the library stops at half.
        MAX_FORM_MEMORY_SIZE=settings.max_body_bytes,
        # WTForms speaks for itself: flask-wtf would ask for Flask-Babel.
        WTF_I18N_ENABLED=False,
    )
    app.extensions["wiring"] = _wiring(settings, is_secure=is_secure)
    editor_exchanges.install(app)
    protection = CSRFProtect(app)
    for signed_by_itself in (back_channel.pages, stop_mails.pages):
        protection.exempt(signed_by_itself)
    theme.install(app, prefix="/assets", assets_dir=settings.assets_dir, static_dir=Path(__file__).parent / "static")
    theme.install_error_pages(app)
    answers.install(app)
    access.install(app)
    rendering.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
