"""The catalogue in a browser: finding with and without JavaScript, and what a person keeps."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.chromium import window
from tests.browser.screens import ACTION, BENEFICIARY
from tests.browser.viewing import Viewing
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
TITLE = "Accompagner le financement des parcours individuels"


def cards(page: Page) -> list[str]:
    return page.locator("#resultats .card-action__title").all_inner_texts()


def query_of(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_results_answer_as_one_types_and_the_address_can_be_shared(viewing: Viewing) -> None:
    mine = viewing.window_of(None)
    page = mine.page
    mine.open("/actions")
    everything = page.locator("#resultats .card-action__title").count()
    page.get_by_label("Rechercher", exact=True).press_sequentially("financ")
    expect(page.get_by_role("heading", name=re.compile("Résultats pour « financ »"))).to_be_visible()
    assert 0 < len(cards(page)) < everything
    page.get_by_role("checkbox", name=re.compile("^Présentiel")).check()
    expect(page).to_have_url(re.compile("delivery_mode=in_person"))
    expect(page.locator("#resultats .results__total")).to_have_text("1 action")
    assert cards(page) == [TITLE]
    expect(page.get_by_role("checkbox", name=re.compile(r"^Distanciel \([1-9]"))).to_be_visible()
    shared = page.url
    mine.open("/")
    page.goto(shared)
    assert (cards(page), query_of(page)) == ([TITLE], {"q": ["financ"], "delivery_mode": ["in_person"]})
    assert mine.complaints == []


def test_what_is_ticked_while_an_answer_is_on_its_way_is_not_undone_by_it(viewing: Viewing) -> None:
    mine = viewing.window_of(None)
    page = mine.page
    mine.open("/actions")
    on_its_way: list[Route] = []
    page.route("**/actions?*", lambda route: route.continue_() if on_its_way else on_its_way.append(route))
    with page.expect_request("**/actions?*"):
        page.get_by_label("Rechercher", exact=True).press_sequentially("financ")
    page.get_by_role("checkbox", name=re.compile("^Présentiel")).check()
    on_its_way[0].continue_()
    expect(page).to_have_url(re.compile("q=financ&delivery_mode=in_person"))
    expect(page.get_by_role("checkbox", name=re.compile("^Présentiel"))).to_be_checked()
    expect(page.locator("#resultats .results__total")).to_have_text("1 action")
    assert mine.complaints == []
    page.unroute_all()


def test_a_commune_is_proposed_and_the_nearest_actions_come_first(viewing: Viewing) -> None:
    mine = viewing.window_of(None)
    page = mine.page
    mine.open("/actions")
    page.get_by_label("Localisation").press_sequentially("nior")
    expect(page.locator("#communes option")).to_have_attribute("value", "Niort (79000)")
    page.get_by_label("Localisation").fill("Niort (79000)")
    page.get_by_label("Dans un rayon de").select_option("100")
    expect(page).to_have_url(re.compile("within_km=100"))
    page.get_by_label("Trier par").select_option("distance")
    expect(page.locator("#resultats .card-action__line").filter(has_text=re.compile(r"à \d+ km")).first).to_be_visible()
    page.get_by_label("Localisation").fill("Nulle-Part")
    page.get_by_role("button", name="Rechercher").click()
    expect(page.locator("#resultats").get_by_text("n'est pas une commune que nous connaissons")).to_be_visible()


def test_without_javascript_the_form_filters_and_forgives_a_typing_error(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    with window(browser, platform.site_url, java_script_enabled=False) as mine:
        page = mine.page
        mine.open("/")
        expect(page.get_by_role("heading", name="Prochainement")).to_be_visible()
        page.get_by_label("Rechercher", exact=True).fill("financemnet")
        page.get_by_role("button", name="Rechercher").click()
        expect(page.get_by_text("Voici ce que nous avons trouvé pour « financement »")).to_be_visible()
        page.get_by_label("Rechercher", exact=True).fill("")
        page.get_by_role("checkbox", name=re.compile("^Distanciel")).check()
        page.get_by_role("button", name="Appliquer les filtres").click()
        assert query_of(page) == {"delivery_mode": ["remote"]}, "no empty filter stays in the address"
        assert cards(page)
        assert TITLE not in cards(page)


def test_a_visitor_reads_every_datum_and_machines_read_it_too(viewing: Viewing) -> None:
    mine = viewing.window_of(None)
    mine.open(ACTION)
    page = mine.page
    for heading in (
        "Objectifs", "Public", "Prérequis", "Contenu", "Méthodes", "Évaluation",
        "Accessibilité aux personnes en situation de handicap", "Intervenants", "Contact", "Règlement intérieur",
    ):  # fmt: skip
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_text("places restantes").first).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Voir le plan")).first).to_be_visible()
    course = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert (course["@type"], course["name"]) == ("Course", TITLE)
    calendar = page.get_by_role("link", name=re.compile("Ajouter à mon agenda")).first.get_attribute("href")
    assert page.request.get(mine.site_url + str(calendar)).text().startswith("BEGIN:VCALENDAR")
    assert f"{mine.site_url}/api/catalogue/v1/sitemap.xml" in page.request.get(f"{mine.site_url}/robots.txt").text()
    assert ACTION in page.request.get(f"{mine.site_url}/api/catalogue/v1/sitemap.xml").text()


def test_a_beneficiary_keeps_actions_and_searches_and_lets_go_of_them(viewing: Viewing) -> None:
    mine = viewing.window_of(BENEFICIARY)
    page = mine.page
    mine.open(ACTION)
    page.get_by_role("button", name="Ajouter à mes favoris").click()
    expect(page.get_by_role("button", name="Retirer de mes favoris")).to_be_visible()
    mine.open("/mon-espace/favoris")
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Retirer")).click()
    expect(page.get_by_text("Aucun favori pour le moment")).to_be_visible()

    mine.open("/actions?q=financement&seats_left=true")
    page.get_by_role("link", name="Enregistrer cette recherche").click()
    page.get_by_label("Nom de la recherche").fill("Financement")
    page.get_by_role("button", name="Enregistrer").click()
    saved = page.get_by_role("article").filter(has_text="Financement")
    expect(saved.get_by_text("E-mail des nouveautés", exact=True)).to_be_visible()
    expect(saved.get_by_text("« financement » · avec des places restantes")).to_be_visible()
    mine.open("/mon-espace")
    page.get_by_role("link", name="Revenir au moteur de recherche").first.click()
    assert query_of(page) == {"q": ["financement"], "seats_left": ["true"]}, "the last search is kept"
    mine.open("/mon-espace/recherches-enregistrees")
    saved.locator("summary").click()
    saved.get_by_role("button", name="Supprimer cette recherche").click()
    expect(page.get_by_text("Aucune recherche enregistrée")).to_be_visible()
    assert mine.complaints == []
