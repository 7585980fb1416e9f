"""People, organisations and clients of the tests, and a browser that walks through the code flow."""

import base64
import hashlib
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import pyotp
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from werkzeug.test import TestResponse

from chassis import clock
from chassis.database import transaction
from chassis.ids import new_id
from chassis.principal import Role
from identity.domain.clients import AuthMethod
from identity.domain.organisations import Address
from identity.domain.rights import OPERATOR, Actor
from identity.store import password_hashes
from identity.store.accounts import lock_account
from identity.usecases.confirm_affiliation import confirm_affiliation
from identity.usecases.grant_role import grant_role
from identity.usecases.name_staff import name_staff
from identity.usecases.open_account import NewAccount, open_account
from identity.usecases.register_client import ClientRegistration, register_client
from identity.usecases.register_organisation import NewOrganisation, register_organisation
from identity.usecases.request_affiliation import AffiliationWish, request_affiliation
from identity.usecases.set_up_second_factor import begin_second_factor, confirm_second_factor

SITE = "http://127.0.0.1:8080"
ISSUER = f"{SITE}/sso"
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PASSWORD = "Essai-ParcoursPro-2026"
FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECRET = "web-secret-of-at-least-32-characters"
WEB_BACK = f"{SITE}/connexion/retour"
RAFAEL_BACK = "https://rafael.example.org/retour"
SIRETS = ("99900010200015", "99900020100015", "99900030000015")
VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789"


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def an_organisation(number: int = 0, *, activity_declaration_number: str | None = None) -> UUID:
    new = NewOrganisation(
        siret=SIRETS[number],
        name=f"Structure {number}",
        address=Address(street="1 rue du Port", postcode="17000", city="La Rochelle"),
        activity_declaration_number=activity_declaration_number,
    )
    with transaction() as session:
        return register_organisation(session, new, now=NOW).id


def an_account(given_name: str = "Alain", *, family_name: str = "Proviste", is_staff: bool = False) -> UUID:
    new = NewAccount(
        email=f"{given_name}.{family_name}@example.org",
        password=PASSWORD,
        civility=None,
        given_name=given_name,
        family_name=family_name,
        job_title="Conseiller",
    )
    with transaction() as session:
        account = open_account(session, new, now=NOW)
        if is_staff:
            name_staff(session, account.id, is_staff=True, by=OPERATOR, now=NOW)
            begin_second_factor(session, account.id, now=NOW, secret=FACTOR)
            confirm_second_factor(session, account.id, unverified_code=a_code(NOW), now=NOW)
    return account.id


def a_code(now: datetime, *, secret: str = FACTOR) -> str:
    """What an authenticator shows at this moment."""
    return pyotp.TOTP(secret).at(now)


def an_affiliation(account_id: UUID, organisation_id: UUID) -> UUID:
    wish = AffiliationWish(account_id=account_id, organisation_id=organisation_id, affiliation_id=new_id())
    with transaction() as session:
        return request_affiliation(session, wish, now=NOW).id


def confirmed(account_id: UUID, organisation_id: UUID, *, roles: tuple[Role, ...] = ()) -> UUID:
    """Confirmed by an operator, with further roles."""
    affiliation_id = an_affiliation(account_id, organisation_id)
    with transaction() as session:
        confirm_affiliation(session, affiliation_id, by=OPERATOR, now=NOW)
        for role in roles:
            grant_role(session, affiliation_id, role=role, by=OPERATOR, now=NOW)
    return affiliation_id


def signed_in(account_id: UUID) -> None:
    """From here on the roles of this person are in effect."""
    with transaction() as session:
        lock_account(session, account_id).sign_in(now=NOW)


def staff_actor(account_id: UUID) -> Actor:
    return Actor(account_id=account_id, role=Role.STAFF)


def register_clients() -> None:
    """`web`: confidential, into our APIs; `rafael`: public, on another host; `post`: client_secret_post, no PKCE."""
    clients = (
        ("web", AuthMethod.CLIENT_SECRET_BASIC, WEB_BACK, "parcourspro-api"),
        ("rafael", AuthMethod.NONE, RAFAEL_BACK, None),
        ("post", AuthMethod.CLIENT_SECRET_POST, f"{RAFAEL_BACK}?from=sso", None),
    )
    with transaction() as session:
        for client_id, method, redirect_uri, audience in clients:
            wanted = ClientRegistration(
                client_id=client_id,
                name=client_id,
                auth_method=method,
                secret=None if method is AuthMethod.NONE else SECRET,
                redirect_uris=[redirect_uri],
                post_logout_redirect_uris=[f"{redirect_uri}/fin"],
                audience=audience,
                requires_pkce=client_id != "post",
            )
            register_client(session, wanted, now=NOW)


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def field_of(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return found[1].replace("&amp;", "&")


@dataclass
class Browser:
    """A person's browser in front of identity, and what a client does behind it."""

    app: Flask
    address: str = "192.0.2.1"
    http: Any = field(init=False)

    def __post_init__(self) -> None:
        self.http = self.app.test_client()

    def get(self, address: str, **options: Any) -> TestResponse:
        return self.http.get(address, base_url=SITE, headers=self._headers(options), **options)

    def post(self, address: str, form: dict[str, str] | None = None, **options: Any) -> TestResponse:
        return self.http.post(address, data=form, base_url=SITE, headers=self._headers(options), **options)

    def _headers(self, options: dict[str, Any]) -> dict[str, str]:
        return {"X-Forwarded-For": self.address, **options.pop("headers", {})}

    def authorize(self, **changes: str | None) -> TestResponse:
        return self.get(f"/sso/authorize?{urlencode(request_of(**changes))}")

    def sign_in_page(self, **changes: str | None) -> str:
        """The address of the page on which an authorization request ends for somebody who is not signed in."""
        answer = self.authorize(**changes)
        assert answer.status_code == 303, answer.text
        assert urlsplit(answer.location).path == "/sso/connexion", answer.location
        return answer.location

    def submit(self, page: str, *, email: str = "alain.proviste@example.org", password: str = PASSWORD) -> TestResponse:
        """Fill in the sign-in page and send it."""
        shown = self.get(page)
        form = {
            "csrf_token": field_of(shown.text, "csrf_token"),
            "sealed": query_of(page).get("waiting", ""),
            "email": email,
            "password": password,
        }
        answer = self.post("/sso/connexion", form)
        if answer.status_code == 303 and urlsplit(answer.location).path == "/sso/connexion/code":
            return self.give_code(answer.location)
        return answer

    def give_code(self, page: str) -> TestResponse:
        """The second factor, after the password: a code that was not used yet."""
        shown = self.get(page)
        answer = shown
        for step_s in (-30, 0, 30):
            code = a_code(clock.now() + timedelta(seconds=step_s))
            answer = self.post(page, {"csrf_token": field_of(shown.text, "csrf_token"), "code": code})
            if answer.status_code == 303:
                break
        return answer

    def sign_in(self, email: str = "alain.proviste@example.org", **changes: str | None) -> dict[str, str]:
        """Through the page and back; what the client's redirect address gets."""
        answer = self.submit(self.sign_in_page(**changes), email=email)
        assert answer.status_code == 303, answer.text
        back = self.get(answer.location)
        assert back.status_code == 303, back.text
        return query_of(back.location)

    def exchange(self, code: str, **changes: str | None) -> TestResponse:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": WEB_BACK,
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.token({name: value for name, value in form.items() if value is not None})

    def token(self, form: dict[str, str], *, auth: tuple[str, str] | None = ("web", SECRET)) -> TestResponse:
        # A client of its own: it carries nobody's cookies.
        return self.app.test_client().post("/sso/token", data=form, auth=auth, base_url=SITE)

    def tokens(self, email: str = "alain.proviste@example.org", **changes: str | None) -> dict[str, Any]:
        """Signed in at web, with tokens."""
        answer = self.exchange(self.sign_in(email, **changes)["code"])
        assert answer.status_code == 200, answer.text
        return dict(answer.json or {})

    def refresh(self, token: str, **more: str) -> TestResponse:
        return self.token({"grant_type": "refresh_token", "refresh_token": token, **more})

    def post_as(self, client_id: str, address: str, form: dict[str, str]) -> TestResponse:
        """What a confidential client posts."""
        return self.app.test_client().post(address, data=form, auth=(client_id, SECRET), base_url=SITE)

    def userinfo(self, access_token: str) -> TestResponse:
        return self.get("/sso/userinfo", headers={"Authorization": f"Bearer {access_token}"})

    def claims(self, token: str) -> dict[str, Any]:
        """Verified with the published keys."""
        keys = KeySet.import_key_set(self.get("/sso/jwks.json").json)
        return dict(jwt.decode(token, keys, algorithms=["RS256"]).claims)


def request_of(**changes: str | None) -> dict[str, str]:
    """A good authorization request of web; None leaves a parameter out."""
    request = {
        "response_type": "code",
        "client_id": "web",
        "redirect_uri": WEB_BACK,
        "scope": "openid profile email organisations roles",
        "state": "a-state",
        "nonce": "a-nonce",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **changes,
    }
    return {name: value for name, value in request.items() if value is not None}


NewBrowser = Callable[[], Browser]


@contextmanager
def no_room_for_hashes() -> Iterator[None]:
    """Somebody else's hash takes all the room that there is."""
    password_hashes.configure(running=1, waiting=0)
    inside, leave = threading.Event(), threading.Event()

    def stay() -> None:
        with password_hashes.place():
            inside.set()
            leave.wait(30)

    other = threading.Thread(target=stay)
    other.start()
    inside.wait(30)
    try:
        yield
    finally:
        leave.set()
        other.join()
