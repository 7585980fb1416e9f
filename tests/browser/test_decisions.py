"""The employer's and the provider's sides in a browser, with and without JavaScript; what follows for the person."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from chassis import clock
from tests.browser.chromium import Window, window
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
PROVIDER_ROLE = "Prestataire, Atelier des compétences"
SESSIONS = "/prestataire/sessions/01930000-0000-7000-8000-000000000"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 780}}


class Desk:
    """Windows of people of the demo, signed in once each."""

    def __init__(self, browser: Browser, site_url: str) -> None:
        self._browser, self._site_url = browser, site_url
        self._stack = ExitStack()
        self.windows: list[Window] = []

    def of(self, name: str, role: str = "", **options: Any) -> Window:
        """A fresh window of this person in this role."""
        opened = self._stack.enter_context(window(self._browser, self._site_url, **options))
        opened.sign_in(f"{name}@example.org")
        if role:
            opened.act_as(role)
        self.windows.append(opened)
        return opened

    def close(self) -> None:
        self._stack.close()


@pytest.fixture
def desk(browser: Browser, platform: PlatformUnderTest) -> Iterator[Desk]:
    made = Desk(browser, platform.site_url)
    yield made
    complaints = [line for opened in made.windows for line in opened.complaints]
    made.close()
    assert complaints == []


@pytest.mark.parametrize(
    ("has_javascript", "whom"), [(True, "Sarah Croche"), (False, "Alain Proviste")], ids=["script", "no-script"]
)
def test_requests_are_read_with_their_context_and_refused_together_with_a_reason(
    desk: Desk, has_javascript: bool, whom: str
) -> None:
    hers = desk.of("annie.versaire", "ValideurRH, Ma structure", java_script_enabled=has_javascript)
    page = hers.page
    hers.open("/valideur/demandes")
    row = page.get_by_role("row").filter(has_text=whom).first
    expect(row.get_by_text("Droits 0/5, formations 0/3")).to_be_visible()
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Décider des demandes choisies").click()
    page.get_by_role("button", name="Refuser ces demandes").click()
    expect(page.get_by_text("Une information est à corriger")).to_be_visible()
    page.get_by_label("Motif", exact=True).select_option("Nécessités de service")
    page.get_by_role("button", name="Refuser ces demandes").click()
    expect(page.get_by_text("1 sur 1 décidée")).to_be_visible()
    expect(page.get_by_text("Refusée par le Valideur RH")).to_be_visible()
    hers.open("/valideur/decisions")
    decided = page.get_by_role("row").filter(has_text=whom).first
    expect(decided.get_by_text("Nécessités de service")).to_be_visible()


def test_an_export_is_fetched_and_another_is_scheduled(desk: Desk) -> None:
    hers = desk.of("annie.versaire", "ValideurRH, Ma structure", accept_downloads=True)
    page = hers.page
    hers.open("/valideur/exports")
    with page.expect_download() as started:
        page.get_by_role("button", name="Télécharger").click()
    assert started.value.suggested_filename.startswith("parcourspro-demandes-")
    assert started.value.path().read_bytes().startswith("\ufeffNom;Prénom".encode())
    page.get_by_role("button", name="Programmer l'envoi").click()
    expect(page.get_by_text("L'envoi est programmé")).to_be_visible()
    page.get_by_role("button", name="Arrêter").click()
    expect(page.get_by_text("L'envoi programmé est arrêté")).to_be_visible()


def test_a_deputy_named_for_today_reads_the_inbox_and_nobody_else_does(desk: Desk) -> None:
    his = desk.of("alain.proviste")
    his.open("/valideur/demandes")
    expect(his.page.get_by_text("Étudier")).to_have_count(0)
    hers = desk.of("annie.versaire", "Référent, Ma structure")
    page = hers.page
    hers.open("/structure/suppleances")
    page.get_by_label("ValideurRH absent", exact=True).select_option("Annie Versaire")
    page.get_by_label("Personne suppléante", exact=True).select_option("Alain Proviste")
    today = clock.now().astimezone(clock.PARIS).date().isoformat()
    for label in ("Premier jour", "Dernier jour"):
        page.get_by_label(label).fill(today)
    page.get_by_role("button", name="Nommer", exact=True).click()
    expect(page.get_by_text("La suppléance est enregistrée")).to_be_visible()
    his.open("/valideur/demandes")
    expect(his.page.get_by_role("link", name="Étudier").first).to_be_visible()
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_text("La suppléance est retirée")).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False], ids=["script", "no-script"])
def test_a_question_of_the_provider_is_answered_and_the_request_comes_back(desk: Desk, has_javascript: bool) -> None:
    his = desk.of("guy.rembourg", PROVIDER_ROLE, java_script_enabled=has_javascript)
    if has_javascript:
        hers = desk.of("marie.niere")
        hers.open("/mon-espace/actions-en-cours")
        hers.page.get_by_role("link", name="Répondre au prestataire").click()
        expect(hers.page.get_by_text("formation à l’écoute active")).to_be_visible()
        hers.page.get_by_label("Votre réponse").fill("Oui, deux jours en mars.")
        hers.page.get_by_role("button", name="Envoyer ma réponse").click()
        expect(hers.page.get_by_text("Votre réponse est envoyée")).to_be_visible()
    his.open("/prestataire/demandes")
    row = his.page.get_by_role("row").filter(has_text="Réponse reçue").filter(has_text="Marie Nière").first
    row.get_by_role("link", name="Étudier").click()
    his.page.get_by_role("link", name="Lire les échanges").click()
    his.page.get_by_label("Votre question").fill("Une dernière précision : avec qui ?")
    his.page.get_by_role("button", name="Envoyer la question").click()
    expect(his.page.get_by_text("Indiquez le jour").first).to_be_visible()
    expect(his.page.get_by_label("Votre question")).to_have_value("Une dernière précision : avec qui ?")


def test_a_session_is_closed_on_a_phone_and_its_participant_answers_without_a_script(desk: Desk) -> None:
    his = desk.of("guy.rembourg", PROVIDER_ROLE, **PHONE)
    page = his.page
    his.open(f"{SESSIONS}312/signatures")
    page.get_by_role("button", name="Créer le code").first.click()
    expect(page.get_by_text("signature sur").first).to_be_visible()
    his.open(f"{SESSIONS}312/presences")
    page.get_by_role("link", name="Cocher tout le monde").click()
    page.get_by_role("button", name="Enregistrer les présences").click()
    page.get_by_role("link", name="Clôturer la session").click()
    page.get_by_role("button", name="Clôturer la session").click()
    expect(page.get_by_text("La session est clôturée")).to_be_visible()
    expect(page.get_by_role("heading", name="Session clôturée le")).to_be_visible()
    page.get_by_role("button", name="Clôturer à nouveau").click()
    expect(page.get_by_text("0 réponse sur")).to_be_visible()
    hers = desk.of("ines.perance", java_script_enabled=False)
    hers.open("/mon-espace/actions-passees")
    hers.page.get_by_role("link", name="Répondre au questionnaire de satisfaction").first.click()
    hers.page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(hers.page.get_by_text("Répondez à cette question.").first).to_be_visible()
    hers.page.get_by_label("5 – tout à fait").first.check()
    hers.page.get_by_label("Oui").check()
    hers.page.get_by_role("button", name="Envoyer mes réponses").click()
    expect(hers.page.get_by_text("vos réponses sont enregistrées")).to_be_visible()
    his.open(f"{SESSIONS}312/satisfaction")
    expect(page.get_by_text("à partir de 5 réponses")).to_be_visible()


def test_a_contested_presence_is_answered(desk: Desk) -> None:
    his = desk.of("guy.rembourg", PROVIDER_ROLE, **PHONE)
    page = his.page
    his.open(f"{SESSIONS}311")
    page.get_by_role("link", name="Présence contestée : répondre").click()
    expect(page.get_by_text("j’ai signé la feuille papier")).to_be_visible()
    page.get_by_label("Réponse", exact=True).fill("Feuille vérifiée : votre signature n'y est pas.")
    page.get_by_role("button", name="Répondre", exact=True).click()
    expect(page.get_by_text("Votre réponse est envoyée")).to_be_visible()
    hers = desk.of("sarah.croche", "Bénéficiaire, Ma structure")
    hers.open("/mon-espace/demandes/01930000-0000-7000-8000-000000000405/contestation")
    expect(hers.page.get_by_text("Présence confirmée")).to_be_visible()


def test_a_code_that_nobody_made_signs_nothing_and_stays_in_the_form(desk: Desk) -> None:
    his = desk.of("alain.proviste", **PHONE)
    his.open("/emarger?code=BCDF-2345")
    expect(his.page.get_by_text("Ce code n'existe pas")).to_be_visible()
    expect(his.page.get_by_label("Code de la demi-journée")).to_have_value("BCDF-2345")
