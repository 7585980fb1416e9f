"""Passkeys in a browser whose device is Chromium's virtual authenticator: made, used instead of a password, refused.

Identity alone, under the name `localhost`: no passkey is bound to a numeric address (WebAuthn section 5.1.3).
"""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, expect
from werkzeug.serving import make_server

from chassis import clock
from chassis.database import transaction
from identity.domain.rights import OPERATOR
from identity.usecases.name_staff import name_staff
from identity.usecases.open_account import NewAccount, open_account
from identity.usecases.set_up_second_factor import begin_second_factor, confirm_second_factor
from tests.browser.chromium import PASSWORD, Window, axe_findings, is_too_wide, window
from tests.contracts.apps import app_of

pytestmark = [pytest.mark.browser]
NewWindow = Callable[..., Window]
KEYS = "/sso/compte/cles-d-acces"
ALAIN = "alain.proviste@example.org"
CAMILLE = "camille.onette@example.org"
FACTOR = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
WITH_KEY = "Se connecter avec une clé d’accès"


def _people() -> None:
    """Alain, and Camille, who works for Cap Métiers."""
    now = clock.now()
    with transaction() as session:
        for given_name, family_name in (("Alain", "Proviste"), ("Camille", "Onette")):
            email = f"{given_name}.{family_name}@example.org".lower()
            new = NewAccount(
                email=email,
                password=PASSWORD,
                civility=None,
                given_name=given_name,
                family_name=family_name,
                job_title="Conseiller",
            )
            account_id = open_account(session, new, now=now).id
        name_staff(session, account_id, is_staff=True, by=OPERATOR, now=now)
        begin_second_factor(session, account_id, now=now, secret=FACTOR)
        confirm_second_factor(session, account_id, unverified_code=a_code(-1), now=now)


@pytest.fixture
def site_url(service_database: Callable[[str], str]) -> Iterator[str]:
    """Where identity answers, with two people."""
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    site = f"http://localhost:{server.server_port}"
    settings = {"PP_DATABASE_URL": service_database("identity"), "PP_ISSUER": f"{site}/sso", "PP_PUBLIC_URL": site}
    server.app = app_of("identity", {**settings, "PP_PROXY_HOPS": "0", "PP_HASHES_WAITING": "8"})
    _people()
    answering = threading.Thread(target=server.serve_forever)
    answering.start()
    try:
        yield site
    finally:
        server.shutdown()
        answering.join()
        server.server_close()


@pytest.fixture
def opened(browser: Browser, site_url: str) -> Iterator[NewWindow]:
    """`opened(**options)`: a window of somebody."""
    with ExitStack() as windows:
        yield lambda **options: windows.enter_context(window(browser, site_url, **options))


def give_device(hers: Window, *, verifies: bool = True, credentials: tuple[Any, ...] = ()) -> Callable[[], list[Any]]:
    """A device with a lock that its person opens, or fails to; tells the keys that it holds."""
    devtools = hers.context.new_cdp_session(hers.page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]
    for one in credentials:
        devtools.send("WebAuthn.addCredential", {"authenticatorId": device, "credential": one})
    return lambda: list(devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"])


def sign_in(hers: Window, email: str, *, code: str = "") -> None:
    hers.open("/sso/connexion?page=passkeys")
    hers.page.get_by_label("Adresse e-mail").fill(email)
    hers.page.get_by_label("Mot de passe").fill(PASSWORD)
    hers.page.get_by_role("button", name="Valider").click()
    if code:
        hers.page.get_by_label("Code").fill(code)
        hers.page.get_by_role("button", name="Valider").click()
    expect(hers.page.get_by_role("heading", name="Clés d’accès")).to_be_visible()


def add_key(hers: Window, name: str, *, code: str = "") -> None:
    page = hers.page
    hers.open(KEYS)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    if code:
        page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de la clé").fill(name)
    is_fine(hers)
    page.get_by_role("button", name="Créer la clé d’accès").click()
    expect(page.get_by_text("Votre clé d’accès est ajoutée")).to_be_visible()


def leave(hers: Window) -> None:
    """Signed out at identity: the browser's own cookies go, the device stays."""
    hers.context.clear_cookies()
    hers.open(KEYS)
    expect(hers.page.get_by_role("heading", name="Identification requise")).to_be_visible()


def is_fine(hers: Window) -> None:
    assert axe_findings(hers.page) == []
    assert not is_too_wide(hers.page)
    assert hers.complaints == []


def a_code(step: int) -> str:
    """Of the telephone, so many half minutes from now: each is good once."""
    return pyotp.TOTP(FACTOR).at(clock.now() + timedelta(seconds=30 * step))


def test_a_key_is_made_and_opens_the_account_without_a_password(opened: NewWindow) -> None:
    hers = opened()
    keys = give_device(hers)
    sign_in(hers, ALAIN)
    add_key(hers, "Ordinateur du bureau")
    assert [one["isResidentCredential"] for one in keys()] == [True]
    leave(hers)
    is_fine(hers)
    hers.page.get_by_role("button", name=WITH_KEY).click()
    expect(hers.page.get_by_role("heading", name="Clés d’accès")).to_be_visible()
    expect(hers.page.get_by_text("Ordinateur du bureau", exact=True)).to_be_visible()
    expect(hers.page.get_by_text(re.compile("utilisée le"))).to_be_visible()
    is_fine(hers)


def test_staff_enter_with_a_key_without_their_code_and_after_the_password_too(opened: NewWindow) -> None:
    hers = opened()
    give_device(hers)
    sign_in(hers, CAMILLE, code=a_code(0))
    add_key(hers, "Téléphone", code=a_code(1))
    leave(hers)
    hers.page.get_by_role("button", name=WITH_KEY).click()
    expect(hers.page.get_by_text("Téléphone", exact=True)).to_be_visible()
    leave(hers)
    hers.page.get_by_label("Adresse e-mail").fill(CAMILLE)
    hers.page.get_by_label("Mot de passe").fill(PASSWORD)
    hers.page.get_by_role("button", name="Valider").click()
    is_fine(hers)
    hers.page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(hers.page.get_by_text("Téléphone", exact=True)).to_be_visible()


def test_whoever_cannot_open_the_device_is_told_so_and_stays_out(opened: NewWindow) -> None:
    hers = opened()
    keys = give_device(hers)
    sign_in(hers, ALAIN)
    add_key(hers, "Téléphone")
    thief = opened()
    give_device(thief, verifies=False, credentials=tuple(keys()))
    thief.open("/sso/connexion")
    thief.page.get_by_role("button", name=WITH_KEY).click()
    expect(thief.page.get_by_text("Aucune clé d’accès n’a répondu.")).to_be_visible(timeout=20_000)
    is_fine(thief)
    assert urlsplit(thief.page.url).path == "/sso/connexion"


def test_the_enter_key_takes_no_key_away(opened: NewWindow) -> None:
    hers = opened()
    give_device(hers)
    sign_in(hers, ALAIN)
    add_key(hers, "Téléphone")
    hers.open(KEYS)
    hers.page.get_by_label("Mot de passe").fill(PASSWORD)
    hers.page.get_by_label("Mot de passe").press("Enter")
    expect(hers.page.get_by_role("heading", name="Ajouter une clé d’accès")).to_be_visible()
    hers.open(KEYS)
    expect(hers.page.get_by_text("Téléphone", exact=True)).to_be_visible()


def test_a_removed_key_opens_nothing_any_more(opened: NewWindow) -> None:
    hers = opened()
    give_device(hers)
    sign_in(hers, ALAIN)
    add_key(hers, "Téléphone")
    hers.open(KEYS)
    hers.page.get_by_label("Mot de passe").fill(PASSWORD)
    hers.page.get_by_role("button", name="Retirer la clé Téléphone").click()
    expect(hers.page.get_by_text("Cette clé d’accès est retirée.")).to_be_visible()
    leave(hers)
    hers.page.get_by_role("button", name=WITH_KEY).click()
    expect(hers.page.get_by_text("Cette clé d’accès n’a pas été reconnue.")).to_be_visible()
    is_fine(hers)


def test_without_scripts_the_page_stays_whole_and_offers_no_key(opened: NewWindow) -> None:
    hers = opened(java_script_enabled=False)
    hers.open("/sso/connexion?page=passkeys")
    expect(hers.page.get_by_role("button", name=WITH_KEY)).to_be_hidden()
    sign_in(hers, ALAIN)
    hers.page.get_by_label("Mot de passe").fill(PASSWORD)
    hers.page.get_by_role("button", name="Ajouter une clé d’accès").click()
    expect(hers.page.get_by_text("Votre navigateur ne sait pas créer de clé d’accès ici")).to_be_visible()
