"""The journey in a browser, with and without JavaScript; each with people of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import Window, window
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
# Not the action of tests/journeys, whose seats are counted there.
TITLE = "Construire un projet de formation avec une personne en recherche d’emploi"
MOTIVATION = "Pour répondre aux questions que l'on me pose chaque semaine."
NewWindow = Callable[[], AbstractContextManager[Window]]


@dataclass(frozen=True, kw_only=True)
class Way:
    """How the journey is made, and by whom."""

    has_javascript: bool
    person: str
    email: str


WAYS = (
    Way(has_javascript=True, person="Marie Nière", email="marie.niere@example.org"),
    Way(has_javascript=False, person="Sam Suffit", email="sam.suffit@example.org"),
)


def find_and_ask(mine: Window, way: Way) -> None:
    page = mine.page
    mine.sign_in(way.email)
    page.get_by_role("link", name="Rechercher une formation").first.click()
    page.get_by_label("Rechercher", exact=True).fill("construire un projet")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("places restantes")).to_be_visible()
    page.get_by_role("link", name="S'inscrire").click()
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_text("4 informations sont à corriger")).to_be_visible()
    page.get_by_label("Demande et éléments de motivation").fill(MOTIVATION)
    page.get_by_label("Je remplis les prérequis").check()
    page.get_by_label("Je suis disponible sur tous les créneaux").check()
    page.get_by_label("J'ai lu les informations de la page de l'action").check()
    page.get_by_role("button", name="Valider").click()
    expect(page.get_by_text("Votre demande d'inscription est envoyée")).to_be_visible()
    expect(page.locator("main").get_by_text("Demande d'inscription", exact=True).first).to_be_visible()


def approve(hers: Window, way: Way) -> None:
    page = hers.page
    hers.sign_in("alex.terieur@example.org")
    page.get_by_role("button", name="ValideurRH (si habilité)").click()
    expect(page).to_have_url(f"{hers.site_url}/valideur/demandes")
    row = page.get_by_role("row").filter(has_text=TITLE).filter(has_text=way.person)
    row.get_by_role("link", name="Étudier").click()
    expect(page.get_by_text(MOTIVATION)).to_be_visible()
    page.get_by_role("button", name="Valider la demande").click()
    expect(page.get_by_text("La demande est validée")).to_be_visible()


def accept(his: Window, way: Way) -> None:
    page = his.page
    his.sign_in("guy.rembourg@example.org")
    his.act_as("Prestataire, Atelier des compétences")
    row = page.get_by_role("row").filter(has_text=TITLE).filter(has_text=way.person)
    row.get_by_role("link", name="Étudier").click()
    page.get_by_role("button", name="Accepter la demande").click()
    expect(page.get_by_text(f"{way.person} est inscrit(e)")).to_be_visible()


@pytest.mark.parametrize("way", WAYS, ids=["with-javascript", "without-javascript"])
def test_a_request_is_made_approved_and_accepted(browser: Browser, platform: PlatformUnderTest, way: Way) -> None:
    def fresh() -> AbstractContextManager[Window]:
        return window(browser, platform.site_url, java_script_enabled=way.has_javascript)

    with fresh() as mine, fresh() as hers, fresh() as his:
        find_and_ask(mine, way)
        approve(hers, way)
        mine.page.reload()
        expect(mine.page.locator("main").get_by_text("Préinscrit", exact=True).first).to_be_visible()
        accept(his, way)
        mine.open("/mon-espace/actions-en-cours")
        card = mine.page.get_by_role("article").filter(has_text=TITLE)
        expect(card.get_by_text("Votre place est acquise.")).to_be_visible()
        expect(card.get_by_role("link", name="Annuler ma demande")).to_be_visible()
        assert mine.complaints + hers.complaints + his.complaints == []


def test_presence_is_recorded_on_a_phone_and_the_certificate_follows(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    sheet = "/prestataire/sessions/01930000-0000-7000-8000-000000000312/presences"
    phone = {"width": 360, "height": 780}
    with window(browser, platform.site_url, viewport=phone) as his:
        his.sign_in("guy.rembourg@example.org")
        his.act_as("Prestataire, Atelier des compétences")
        his.open(sheet)
        his.page.get_by_role("link", name="Cocher tout le monde").click()
        his.page.get_by_role("button", name="Enregistrer les présences").click()
        expect(his.page.get_by_text("Les présences sont enregistrées")).to_be_visible()
    with window(browser, platform.site_url, accept_downloads=True) as hers:
        hers.sign_in("ines.perance@example.org")
        download_of(hers)


def download_of(hers: Window) -> None:
    hers.open("/mon-espace/actions-passees")
    card = hers.page.get_by_role("article").filter(has_text="Trouver la juste distance")
    link = card.get_by_role("link", name="Certificat de réalisation")
    for _ in range(40):
        if link.count():
            break
        hers.page.wait_for_timeout(500)
        hers.page.reload()
    with hers.page.expect_download() as started:
        link.click()
    assert started.value.suggested_filename.endswith(".pdf")


def test_results_answer_as_one_types_and_keep_their_address(browser: Browser, platform: PlatformUnderTest) -> None:
    with window(browser, platform.site_url) as mine:
        mine.open("/actions")
        mine.page.get_by_label("Rechercher", exact=True).press_sequentially("entretien")
        expect(mine.page.get_by_role("heading", name="Résultats pour «\u00a0entretien\u00a0»")).to_be_visible()
        expect(mine.page).to_have_url(f"{mine.site_url}/actions?q=entretien")
        address = mine.page.url
        mine.open("/")
        mine.page.goto(address)
        expect(mine.page.get_by_label("Rechercher", exact=True)).to_have_value("entretien")
        assert mine.complaints == []


def test_a_role_is_switched_from_the_header(browser: Browser, platform: PlatformUnderTest) -> None:
    with window(browser, platform.site_url) as hers:
        hers.sign_in("sarah.croche@example.org")
        expect(hers.page.get_by_role("heading", name="Comment souhaitez-vous agir")).to_be_visible()
        hers.act_as("Bénéficiaire, Ma structure")
        expect(hers.page.locator("details.account > summary")).to_contain_text("Bénéficiaire, Ma structure")
        hers.act_as("ValideurRH, Mission locale des Dunes")
        expect(hers.page).to_have_url(f"{hers.site_url}/valideur/demandes")


def test_signing_out_ends_both_sessions(browser: Browser, platform: PlatformUnderTest) -> None:
    with window(browser, platform.site_url) as mine:
        mine.sign_in("alain.proviste@example.org")
        mine.page.locator("details.account > summary").click()
        mine.page.get_by_role("button", name="Se déconnecter").click()
        expect(mine.page.get_by_text("Vous êtes déconnecté")).to_be_visible()
        mine.open("/connexion?suite=/mon-espace")
        expect(mine.page.get_by_role("heading", name="Identification requise")).to_be_visible()
