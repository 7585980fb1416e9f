"""Keeping the catalogue in a browser: drafts, sessions, types and themes, files in and out; also without JavaScript."""

import re
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from chassis import clock
from services.catalogue.tests.lheo import a_file, a_formation, an_action
from services.catalogue.tests.lheo import a_session as an_offered
from tests.browser.chromium import Window, window
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
PROVIDER = "Prestataire, Atelier des compétences"
TITLE = "Conduire un entretien d'explicitation"
TEXTS = ("Objectifs", "Public", "Prérequis", "Contenu", "Méthodes", "Règlement intérieur")


def coming_monday(weeks: int) -> date:
    day = clock.now().date() + timedelta(days=7 * weeks)
    return day - timedelta(days=day.weekday())


def create(his: Window) -> None:
    page = his.page
    his.open("/catalogue/actions")
    page.get_by_role("link", name="Nouvelle action").click()
    page.get_by_label("Objectifs").fill("Ce qui est tapé reste.")
    page.get_by_label("Durée en jours").fill("deux")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("informations sont à corriger")).to_be_visible()
    expect(page.get_by_label("Objectifs")).to_have_value("Ce qui est tapé reste.")
    page.get_by_label("Intitulé").fill(TITLE)
    page.get_by_label("Durée en jours").fill("1,5")
    page.get_by_label("Présentiel").check()
    page.get_by_label("Ouverte à tous").check()
    page.get_by_label("Guy Rembourg (vous)").check()
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Le brouillon est enregistré")).to_be_visible()


def complete_and_publish(page: Page) -> None:
    page.get_by_role("link", name="Publier").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", name="Ce qui manque")).to_be_visible()
    page.get_by_role("link", name="Contenu", exact=True).click()
    for label in TEXTS:
        page.get_by_label(re.compile(rf"^{label}")).first.fill(f"{label} de cette action.")
    page.get_by_label(re.compile("^Accessibilité")).fill("Locaux accessibles.")
    page.get_by_label(re.compile(r"^Contact( |$)")).fill("Guy Rembourg")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Aperçu").click()
    expect(page.get_by_text("Contenu de cette action.")).to_be_visible()
    page.get_by_role("link", name="Revenir à l'action").click()
    page.get_by_role("link", name="Publier").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("L'action est publiée")).to_be_visible()


def fill_slot(page: Page, number: int, day: date, *, end: str = "17:00") -> None:
    slot = page.get_by_role("group", name=f"Créneau {number}", exact=True)
    slot.get_by_label("Jour").fill(day.isoformat())
    slot.get_by_label("Début").fill("09:00")
    slot.get_by_label("Fin").fill(end)
    slot.get_by_label("Lieu").fill("Espace Encan")
    slot.get_by_label("Code postal").fill("17000")
    slot.get_by_label("Commune").fill("La Rochelle")


def schedule(page: Page, day: date) -> None:
    page.get_by_role("link", name="Programmer une session").click()
    fill_slot(page, 1, day, end="08:00")
    page.get_by_role("button", name="Programmer la session").click()
    expect(page.get_by_role("link", name="La fin du créneau suit son début")).to_be_visible()
    fill_slot(page, 1, day, end="12:00")
    page.get_by_role("button", name="Programmer la session").click()
    expect(page.get_by_label("Les créneaux sont voulus")).to_be_visible()
    fill_slot(page, 1, day)
    page.get_by_role("button", name="Ajouter un créneau").click()
    second = page.get_by_role("group", name="Créneau 2", exact=True)
    expect(second.get_by_label("Jour")).to_have_value((day + timedelta(days=1)).isoformat())
    second.get_by_label("Fin").fill("12:30")
    page.get_by_role("button", name="Programmer la session").click()
    expect(page.get_by_text("La session est programmée")).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False], ids=["with-javascript", "without-javascript"])
def test_an_action_goes_from_draft_to_public_with_its_sessions_and_back(
    browser: Browser, platform: PlatformUnderTest, has_javascript: bool
) -> None:
    day = coming_monday(9)
    with window(browser, platform.site_url, java_script_enabled=has_javascript) as his:
        his.sign_in("guy.rembourg@example.org")
        his.act_as(PROVIDER)
        page = his.page
        create(his)
        complete_and_publish(page)
        schedule(page, day)
        page.get_by_role("link", name="Copier").click()
        expect(page.get_by_text("Copie d'une session")).to_be_visible()
        fill_slot(page, 1, day + timedelta(days=7))
        page.get_by_role("group", name="Créneau 2", exact=True).get_by_label("Jour").fill(
            (day + timedelta(days=8)).isoformat()
        )
        page.get_by_role("button", name="Programmer la session").click()
        expect(page.get_by_role("article")).to_have_count(2)
        page.get_by_role("link", name="Annuler la session").first.click()
        page.get_by_role("button", name="Annuler la session").click()
        expect(page.get_by_text("Une information est à corriger")).to_be_visible()
        page.get_by_label("Motif de l'annulation").fill("Salle fermée")
        page.get_by_role("button", name="Annuler la session").click()
        expect(page.get_by_text("La session est annulée.")).to_be_visible()
        page.get_by_role("link", name="Retirer du catalogue").click()
        page.get_by_role("button", name="Retirer du catalogue").click()
        expect(page.get_by_text("L'action est retirée").first).to_be_visible()
        assert his.complaints == []


def test_moving_a_session_that_people_have_asked_for_is_said_before_it_is_done(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    path = "/catalogue/sessions/01930000-0000-7000-8000-000000000302/modifier"
    with window(browser, platform.site_url) as his:
        his.sign_in("guy.rembourg@example.org")
        his.act_as(PROVIDER)
        his.open(path)
        page = his.page
        page.get_by_role("group", name="Créneau 1", exact=True).get_by_label("Début").fill("08:55")
        page.get_by_role("button", name="Enregistrer").last.click()
        expect(page.get_by_role("heading", name="Avant d'enregistrer")).to_be_visible()
        expect(page.get_by_text("peut annuler librement pendant 7 jours")).to_be_visible()
        page.get_by_role("button", name="Confirmer et prévenir").click()
        expect(page.get_by_text("La session est déplacée")).to_be_visible()


def test_who_writes_over_somebody_else_keeps_what_was_typed(browser: Browser, platform: PlatformUnderTest) -> None:
    path = "/catalogue/actions/01930000-0000-7000-8000-000000000210/modifier"
    with window(browser, platform.site_url) as his, window(browser, platform.site_url) as hers:
        his.sign_in("guy.rembourg@example.org")
        his.act_as(PROVIDER)
        hers.sign_in("camille.onette@example.org")
        for opened in (his, hers):
            opened.open(path)
        hers.page.get_by_label("Objectifs").fill("Ceux de Camille.")
        hers.page.get_by_role("button", name="Enregistrer").click()
        expect(hers.page.get_by_text("Vos modifications sont enregistrées")).to_be_visible()
        his.page.get_by_label("Objectifs").fill("Ceux de Guy.")
        his.page.get_by_role("button", name="Enregistrer").click()
        expect(his.page.get_by_text("Quelqu'un d'autre a modifié ceci")).to_be_visible()
        expect(his.page.get_by_label("Objectifs")).to_have_value("Ceux de Guy.")
        his.page.get_by_role("button", name="Enregistrer").click()
        expect(his.page.get_by_text("Vos modifications sont enregistrées")).to_be_visible()


def test_staff_keep_types_and_themes(browser: Browser, platform: PlatformUnderTest) -> None:
    with window(browser, platform.site_url, java_script_enabled=False) as hers:
        hers.sign_in("camille.onette@example.org")
        hers.open("/catalogue/types-et-themes")
        page = hers.page
        new = page.locator("form").filter(has=page.locator("#theme-nouveau-label"))
        new.get_by_label("Libellé").fill("Financement de la formation")
        new.get_by_role("button", name="Ajouter").click()
        expect(page.get_by_text("est déjà pris")).to_be_visible()
        expect(new.get_by_label("Libellé")).to_have_value("Financement de la formation")
        new.get_by_label("Libellé").fill("Sobriété numérique")
        new.get_by_role("button", name="Ajouter").click()
        expect(page.get_by_text("« Sobriété numérique » est enregistré.")).to_be_visible()
        page.get_by_role("button", name="Supprimer Sobriété numérique").click()
        expect(page.get_by_text("« Sobriété numérique » est supprimé.")).to_be_visible()


def test_staff_import_a_file_and_read_what_is_to_be_seen_to(
    browser: Browser, platform: PlatformUnderTest, tmp_path: Path
) -> None:
    day = coming_monday(11)
    good = a_formation(
        "IMPORT-1",
        title="Découvrir le droit à la formation",
        actions=an_action(sessions=an_offered(first=day, last=day + timedelta(days=1))),
        siret=siret_of(platform),
    )
    padding = f"<!-- {'x' * 1_500_000} -->"
    path = tmp_path / "offres.xml"
    path.write_bytes(a_file(good, a_formation("IMPORT-2", siret="11111111111111"), padding))
    with window(browser, platform.site_url) as hers:
        hers.sign_in("camille.onette@example.org")
        hers.open("/catalogue/echanges")
        page = hers.page
        page.get_by_label("Fichier XML").set_input_files(path)
        page.get_by_role("button", name="Importer").click()
        expect(page.get_by_text("Terminé")).to_be_visible(timeout=20_000)
        expect(page.get_by_text("Aucun organisme de ParcoursPro n'a ce SIRET (11111111111111).")).to_be_visible()
        hers.open("/catalogue/actions?q=Découvrir le droit")
        expect(page.get_by_role("link", name="Découvrir le droit à la formation")).to_be_visible()
        path.write_bytes(path.read_bytes()[:-30])
        hers.open("/catalogue/echanges")
        page.get_by_label("Fichier XML").set_input_files(path)
        page.get_by_role("button", name="Importer").click()
        expect(page.get_by_text("Le fichier s'arrête avant sa fin")).to_be_visible(timeout=20_000)
        assert hers.complaints == []


def siret_of(platform: PlatformUnderTest) -> str:
    """Of a provider of the demo, as the export tells it."""
    answer = httpx.get(f"{platform.site_url}/api/catalogue/v1/exports/lheo-2.3.xml", timeout=10.0)
    found = re.search(r"<SIRET-organisme-formation><SIRET>(\d{14})</SIRET>", answer.text)
    assert found is not None
    return found[1]
