"""What the pages work with, made once a process by the entrance."""

from dataclasses import dataclass
from typing import cast

from flask import current_app

from web.clients.catalogue import Catalogue
from web.clients.documents import Badges, Bundles, Documents, IssuerIdentity
from web.clients.editing import Editing
from web.clients.enrolment import Enrolments
from web.clients.follow_up import FollowUp
from web.clients.hr_desk import HrDesk
from web.clients.identity import Accounts
from web.clients.notification import Messages
from web.clients.openid import OpenIdProvider
from web.clients.organisations import Organisations
from web.clients.platforms import Platforms
from web.clients.policies import Policies
from web.domain.sign_ins import Limits
from web.store.seal import Seal


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """Clients, seal and limits. `site` is its public address; `is_secure`: cookies are for HTTPS only."""

    site: str
    issuer: str
    provider: OpenIdProvider
    seal: Seal
    limits: Limits
    is_secure: bool
    accounts: Accounts
    platforms: Platforms
    organisations: Organisations
    catalogue: Catalogue
    editing: Editing
    enrolments: Enrolments
    documents: Documents
    badges: Badges
    bundles: Bundles
    issuer_identity: IssuerIdentity
    hr_desk: HrDesk
    messages: Messages
    policies: Policies
    follow_up: FollowUp
    public_url: str

    @property
    def cookie_name(self) -> str:
        """The sign-in cookie; the prefix makes browsers refuse it from anywhere but this host over HTTPS."""
        return "__Host-pp_sign_in" if self.is_secure else "pp_sign_in"


def wiring() -> Wiring:
    """That of the running application."""
    return cast(Wiring, current_app.extensions["wiring"])
