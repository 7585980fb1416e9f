"""What the site wrote to people: the bell, how they wish to be told, the console where staff see and resend it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.screens import BENEFICIARY, STAFF, Looker
from tests.browser.viewing import Viewing
from tests.journeys.people import soon
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
JEAN = "jean.tille@example.org"
# Nobody else acts for him or on his requests, so nothing new comes to him.
PAUL = Looker(email="paul.hochon@example.org")


@pytest.fixture(scope="module", autouse=True)
def _settled(platform: PlatformUnderTest) -> None:
    """What the demo data say has reached everybody: no further letter comes while they are counted."""
    platform.settle()


def unread(page: Page) -> int:
    """The figure on the bell, 0 where it has none; read once the page has fetched it."""
    with page.expect_response("**/messages/nombre"):
        page.reload()
    figure = re.search(r"\d+", page.get_by_role("link", name=re.compile("^Mes messages")).inner_text())
    return int(figure[0]) if figure else 0


def test_the_bell_counts_what_was_not_read_and_falls_silent(viewing: Viewing) -> None:
    mine = viewing.window_of(PAUL)
    page = mine.page
    mine.open("/messages")
    before = unread(page)
    assert before > 1
    first = page.locator(".message[data-unread]").first
    subject = str(first.locator(".message__subject").inner_text()).partition(":")[2].strip()
    with page.expect_response("**/ouvrir"):
        first.get_by_role("button").click()
    mine.open("/messages")
    assert unread(page) == before - 1
    expect(page.locator(".message:not([data-unread])").filter(has_text=subject).first).to_be_visible()
    page.get_by_role("button", name="Tout marquer comme lu").click()
    expect(page.get_by_text("Tous vos messages sont marqués comme lus.")).to_be_visible()
    assert unread(page) == 0
    page.get_by_role("link", name="Non lus").click()
    expect(page.get_by_text("Vous avez tout lu.")).to_be_visible()
    assert mine.complaints == []


def test_a_person_chooses_how_to_be_told_and_finds_the_choice_again(viewing: Viewing) -> None:
    mine = viewing.window_of(BENEFICIARY)
    page = mine.page
    mine.open("/messages")
    page.get_by_role("link", name="Choisir comment être averti").click()
    documents = page.get_by_role("group", name="Mes documents")
    documents.get_by_label("Un récapitulatif par jour").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Vos préférences sont enregistrées.")).to_be_visible()
    mine.open("/messages/preferences")
    expect(documents.get_by_label("Un récapitulatif par jour")).to_be_checked()
    expect(page.get_by_role("group", name="Mon compte").get_by_role("radio")).to_have_count(0)
    assert mine.complaints == []


def test_staff_find_a_letter_see_it_as_it_was_written_and_send_it_once_more(
    viewing: Viewing, platform: PlatformUnderTest
) -> None:
    hers = viewing.window_of(STAFF)
    page = hers.page
    hers.open("/cap-metiers/e-mails")
    page.get_by_label("Nom, adresse ou objet").fill(JEAN)
    page.get_by_label("Résultat", exact=True).select_option(label="Envoyé")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_role("row").filter(has_text=JEAN).first).to_be_visible()
    page.get_by_role("row").filter(has_text="Vos documents").get_by_role("link", name="Voir").first.click()
    subject = page.get_by_role("heading", level=1).inner_text()
    letter = page.frame_locator("iframe.mail-preview")
    expect(letter.get_by_text("Bonjour Monsieur Jean Tille")).to_be_visible()
    expect(page.get_by_label("Version texte du message")).to_contain_text("Bonjour Monsieur Jean Tille")

    def received() -> int:
        return sum(mail["subject"] == subject for mail in platform.mails(JEAN))

    before = received()
    page.get_by_role("button", name="Renvoyer à l'adresse actuelle").click()
    expect(page.get_by_text("Le message est renvoyé")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(subject)
    expect(page.get_by_role("link", name="un premier message")).to_be_visible()
    soon(lambda: received() == before + 1, "the letter once more")
    hers.open("/cap-metiers/e-mails")
    expect(page.get_by_role("row").filter(has_text="Renvoi").first).to_be_visible()
    assert hers.complaints == []
