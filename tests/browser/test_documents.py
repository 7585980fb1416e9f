"""Papers and badges in a browser: asked for, answered, shown, revoked; files made on demand."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Window, window
from tests.browser.papers import PAPERS, Paper, draw, fetch
from tests.browser.viewing import Viewing
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
EVIDENCE = "Un dossier de financement monté de bout en bout."
ATTENDED = "/mon-espace/demandes/01930000-0000-7000-8000-000000000401"


def _until(page: Page, link: str) -> None:
    """Workers take a moment: look again, as a person would."""
    for _ in range(60):
        if page.get_by_role("link", name=link).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_role("link", name=link).first).to_be_visible()


def ask_for_a_badge(mine: Window) -> None:
    page = mine.page
    mine.sign_in("alain.proviste@example.org")
    page.goto(f"{mine.site_url}{ATTENDED}")
    page.get_by_role("link", name="Demander un open badge").click()
    page.get_by_label("Adresse d'une réalisation").fill("pas une adresse")
    page.get_by_label("Ce que vous avez accompli").fill(EVIDENCE)
    page.get_by_role("button", name="Demander un open badge").click()
    expect(page.get_by_text("Indiquez une adresse complète").first).to_be_visible()
    expect(page.get_by_label("Ce que vous avez accompli")).to_have_value(EVIDENCE)
    page.get_by_label("Adresse d'une réalisation").fill("https://example.org/projet")
    page.get_by_role("button", name="Demander un open badge").click()
    expect(page.get_by_text("Votre demande d'open badge est envoyée")).to_be_visible()


def accept_the_badge(his: Window) -> None:
    page = his.page
    his.sign_in("guy.rembourg@example.org")
    his.act_as("Prestataire, Atelier des compétences")
    page.goto(f"{his.site_url}/prestataire/badges")
    page.get_by_role("link", name="Répondre").first.click()
    expect(page.get_by_text(EVIDENCE)).to_be_visible()
    page.get_by_role("button", name="Décliner").click()
    expect(page.get_by_text("Indiquez un motif").first).to_be_visible()
    page.get_by_role("button", name="Accorder l'open badge").click()
    expect(page.get_by_text("L'open badge est accordé")).to_be_visible()


def test_a_badge_is_asked_for_accepted_and_downloaded(
    browser: Browser, platform: PlatformUnderTest, tmp_path: Path
) -> None:
    with window(browser, platform.site_url) as mine, window(browser, platform.site_url) as his:
        ask_for_a_badge(mine)
        accept_the_badge(his)
        mine.page.goto(f"{mine.site_url}{ATTENDED}")
        _until(mine.page, "Open badge (PNG)")
        with mine.page.expect_download() as download:
            mine.page.get_by_role("link", name="Open badge (PNG)").click()
        download.value.save_as(tmp_path / "badge.png")
    assert b"openbadgecredential" in (tmp_path / "badge.png").read_bytes()


def test_a_passport_is_asked_for_and_downloaded_without_javascript(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    with window(browser, platform.site_url, java_script_enabled=False) as mine:
        mine.sign_in("alain.proviste@example.org")
        mine.page.goto(f"{mine.site_url}/mon-espace/actions-passees")
        mine.page.get_by_role("button", name="Mon passeport de formation").click()
        expect(mine.page.get_by_role("heading", name="Mes fichiers")).to_be_visible()
        _until(mine.page, "Télécharger")
        with mine.page.expect_download() as download:
            mine.page.get_by_role("link", name="Télécharger").first.click()
        assert download.value.suggested_filename == "passeport-de-formation.zip"


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_kind_of_paper_of_the_gallery_is_fetched_and_drawn(
    viewing: Viewing, tmp_path: Path, paper: Paper
) -> None:
    pictures = draw(fetch(viewing, paper), paper.name, tmp_path)
    assert [name for name in pictures if not (tmp_path / name).read_bytes().startswith(b"\x89PNG")] == []
    assert pictures


def test_staff_describe_cap_metiers_and_revoke_a_paper_which_its_public_page_says(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    with window(browser, platform.site_url) as hers:
        page = hers.page
        hers.sign_in("camille.onette@example.org")
        page.goto(f"{hers.site_url}/cap-metiers/identite")
        for label, text in (
            ("Nom", "Cap Métiers Nouvelle-Aquitaine"),
            ("Adresse", "1 rue de l’Exemple"),
            ("Code postal", "33600"),
            ("Ville", "Pessac"),
        ):
            page.get_by_label(label, exact=True).fill(text)
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("L'identité est enregistrée")).to_be_visible()
        page.goto(f"{hers.site_url}/cap-metiers/documents?nature=convocation&etat=valid")
        page.get_by_role("link", name="Révoquer").first.click()
        page.get_by_role("button", name="Révoquer le document").click()
        expect(page.get_by_text("Indiquez pourquoi").first).to_be_visible()
        page.get_by_label("Motif de la révocation").fill("Erreur de session")
        page.get_by_role("button", name="Révoquer le document").click()
        expect(page.get_by_text("Le document est révoqué")).to_be_visible()
        page.goto(f"{hers.site_url}/cap-metiers/documents?etat=revoked")
        expect(page.get_by_text("Erreur de session").first).to_be_visible()
