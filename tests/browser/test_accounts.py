"""Accounts in a browser: asked for, proved, forgotten, protected, corrected, closed; each with people of their own."""

import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import PASSWORD, Window, axe_findings, is_too_wide, window
from tests.journeys.people import soon
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
NewWindow = Callable[..., AbstractContextManager[Window]]
CHOSEN = "cheval-agrafe-batterie-2026"
PHONE = {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"}


@pytest.fixture
def fresh(browser: Browser, platform: PlatformUnderTest) -> NewWindow:
    """`fresh(**options)`: a window of somebody."""
    return lambda **options: window(browser, platform.site_url, **options)


def is_fine(opened: Window) -> None:
    """What tests/browser/looking.py asks of a screen, for those that only a journey reaches."""
    assert axe_findings(opened.page) == []
    assert not is_too_wide(opened.page)
    assert opened.complaints == []


def mailed_link(platform: PlatformUnderTest, address: str, page: str) -> str:
    """The newest link to a page of ours that went to this address."""

    def found() -> str | None:
        for mail in platform.mails(address):
            link = re.search(rf"{re.escape(platform.site_url)}(/sso/{page}\?jeton=\S+)", mail["text"])
            if link:
                return link[1]
        return None

    return str(soon(found, f"an e-mail with a link to {page}"))


def sign_in(opened: Window, email: str, password: str) -> None:
    opened.open("/connexion")
    opened.page.get_by_label("Adresse e-mail").fill(email)
    opened.page.get_by_label("Mot de passe").fill(password)
    opened.page.get_by_role("button", name="Valider").click()


def is_out(opened: Window) -> bool:
    """Whether web knows nobody in this browser any more; identity tells it a moment later (back-channel logout)."""
    opened.open("/mon-espace/informations")
    return opened.page.get_by_role("heading", name="Identification requise").count() == 1


def fill_in_the_request(opened: Window, email: str) -> None:
    page = opened.page
    page.get_by_label("Madame").check()
    page.get_by_label("Nom", exact=True).fill("Terrieur")
    page.get_by_label("Prénom").fill("Alexandra")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(CHOSEN)
    page.get_by_label("Confirmation du mot de passe").fill(CHOSEN)
    page.get_by_label("Fonction").fill("Conseillère")
    page.get_by_label("Téléphone (facultatif)").fill("05 46 00 00 00")
    page.get_by_role("button", name="Créer").click()


@pytest.mark.parametrize("options", [{}, {**PHONE, "java_script_enabled": False}], ids=["desk", "phone-no-javascript"])
def test_an_account_is_asked_for_proved_and_used(
    fresh: NewWindow, platform: PlatformUnderTest, options: dict[str, object]
) -> None:
    email = f"alexandra.terrieur{len(options)}@example.org"
    with fresh(**options) as hers:
        page = hers.page
        hers.open("/connexion")
        page.get_by_role("link", name="Créer un compte").click()
        page.get_by_label("Numéro SIRET").fill("ma strukture")
        page.get_by_role("button", name="Rechercher").click()
        page.get_by_role("link", name="Choisir Ma structure").click()
        page.get_by_role("button", name="Créer").click()
        expect(page.get_by_text("informations sont à corriger")).to_be_visible()
        fill_in_the_request(hers, email)
        expect(page.get_by_role("heading", name="Consultez votre messagerie")).to_be_visible()
        hers.open(mailed_link(platform, email, "creer-un-compte/confirmation"))
        page.get_by_label("Mot de passe").fill("un-autre-mot-de-passe")
        page.get_by_role("button", name="Confirmer mon adresse").click()
        expect(page.get_by_text("Ce mot de passe est incorrect.").first).to_be_visible()
        if options == {}:
            is_fine(hers)
        page.get_by_label("Mot de passe").fill(CHOSEN)
        page.get_by_role("button", name="Confirmer mon adresse").click()
        expect(page.get_by_role("heading", name="Votre compte est créé")).to_be_visible()
        sign_in(hers, email, CHOSEN)
        hers.open("/mon-espace/informations")
        expect(page.get_by_text("Rattachement demandé")).to_be_visible()
        expect(page.get_by_text("05 46 00 00 00")).to_be_visible()


def test_a_forgotten_password_is_replaced_and_the_old_browser_is_out(
    fresh: NewWindow, platform: PlatformUnderTest
) -> None:
    email = "lara.masse@example.org"
    with fresh() as earlier, fresh(**PHONE) as hers:
        earlier.sign_in(email)
        page = hers.page
        hers.open("/connexion")
        page.get_by_role("link", name="Mot de passe oublié").click()
        page.get_by_label("Adresse e-mail").fill(email)
        page.get_by_role("button", name="Recevoir le lien").click()
        expect(page.get_by_text("Regardez dans vos courriers indésirables", exact=False).first).to_be_visible()
        is_fine(hers)
        hers.open(mailed_link(platform, email, "nouveau-mot-de-passe"))
        page.get_by_label("Nouveau mot de passe").fill("azertyuiop1234")
        page.get_by_label("Confirmation").fill("azertyuiop1234")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("trop facile à deviner").first).to_be_visible()
        is_fine(hers)
        page.get_by_label("Nouveau mot de passe").fill(CHOSEN)
        page.get_by_label("Confirmation").fill(CHOSEN)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_role("heading", name="Votre mot de passe est changé")).to_be_visible()
        sign_in(hers, email, CHOSEN)
        expect(hers.page.locator("details.account > summary")).to_be_visible()
        earlier.open("/mon-espace/informations")
        expect(earlier.page.get_by_role("heading", name="Identification requise")).to_be_visible()
        soon(lambda: any("mot de passe a changé" in mail["subject"] for mail in platform.mails(email)), "the notice")


def test_a_second_factor_is_set_up_and_asked_for(fresh: NewWindow) -> None:
    email = "sam.suffit@example.org"
    with fresh(**PHONE) as his:
        page = his.page
        his.sign_in(email)
        his.open("/mon-espace/informations")
        page.get_by_role("link", name="Installer ou gérer mon second facteur").click()
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Installer un second facteur").click()
        is_fine(his)
        secret = page.locator("code").inner_text().replace(" ", "")
        page.get_by_label("Code", exact=True).fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Valider").click()
        expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
        is_fine(his)
        recovery = page.locator("main li code").first.inner_text()
    with fresh() as again:
        sign_in(again, email, PASSWORD)
        is_fine(again)
        again.page.get_by_label("Code", exact=True).fill("000000")
        again.page.get_by_role("button", name="Valider").click()
        expect(again.page.get_by_text("Ce code n’est pas le bon").first).to_be_visible()
        again.page.get_by_label("Code", exact=True).fill(recovery)
        again.page.get_by_role("button", name="Valider").click()
        expect(again.page.locator("details.account > summary")).to_contain_text("Sam Suffit")


def test_staff_sign_in_with_their_code(fresh: NewWindow) -> None:
    with fresh() as hers:
        hers.sign_in("camille.onette@example.org")
        expect(hers.page.locator("details.account > summary")).to_contain_text("Cap Métiers")


def test_a_profile_is_corrected_and_another_browser_is_signed_out(fresh: NewWindow) -> None:
    email = "marie.niere@example.org"
    with fresh(**PHONE) as hers, fresh() as elsewhere:
        for opened in (hers, elsewhere):
            opened.sign_in(email)
        page = hers.page
        hers.open("/mon-espace/informations")
        page.get_by_role("link", name="Modifier mes informations").click()
        page.get_by_label("Fonction").fill("Directrice")
        page.get_by_label("Téléphone mobile pro").fill("12")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Ce numéro de téléphone n'est pas valable.")).to_be_visible()
        expect(page.get_by_label("Fonction")).to_have_value("Directrice")
        is_fine(hers)
        page.get_by_label("Téléphone mobile pro").fill("06 00 00 00 00")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("Vos informations sont enregistrées.")).to_be_visible()
        page.get_by_role("link", name="Voir où je suis connecté").click()
        is_fine(hers)
        expect(page.get_by_text("Cette connexion", exact=True)).to_have_count(1)
        page.get_by_role("button", name="Mettre fin à toutes les autres connexions").click()
        expect(page.get_by_text("Vos autres connexions ont pris fin.")).to_be_visible()
        soon(lambda: is_out(elsewhere), "the other browser is signed out")


def test_ones_data_are_taken_along_and_the_account_is_closed(fresh: NewWindow, tmp_path: Path) -> None:
    email = "ines.perance@example.org"
    with fresh(accept_downloads=True) as hers:
        page = hers.page
        hers.sign_in(email)
        hers.open("/mon-espace/informations")
        with page.expect_download() as started:
            page.get_by_role("link", name="Télécharger mes données").click()
        started.value.save_as(tmp_path / "data.json")
        data = json.loads((tmp_path / "data.json").read_text())
        assert data["account"]["email"] == email
        assert data["enrolments"]
        assert {one["account_id"] for one in data["documents"]} <= {data["account"]["account_id"]}
        assert data["requests_in_detail"]["moves"]
        assert {"complaints", "badges", "favourites", "saved_searches", "last_search", "preferences"} < set(data)
        page.get_by_role("link", name="Fermer mon compte").click()
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Fermer définitivement mon compte").click()
        expect(page.get_by_text("Cochez la case").first).to_be_visible()
        is_fine(hers)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_label("J’ai compris").check()
        page.get_by_role("button", name="Fermer définitivement mon compte").click()
        expect(page.get_by_role("heading", name="Votre compte est fermé")).to_be_visible()
        soon(lambda: is_out(hers), "web was told of the logout")
        sign_in(hers, email, PASSWORD)
        expect(page.get_by_text("incorrect", exact=False).first).to_be_visible()
