"""A person's own space and the rules: what a request costs, offers answered, drafts rehearsed and published."""

from contextlib import AbstractContextManager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import Window, window
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
CAMILLE = "camille.onette@example.org"
JEAN = "jean.tille@example.org"
ALAIN = "alain.proviste@example.org"
# A full session: Jean holds a seat, Alain and Sarah wait.
FULL = "01930000-0000-7000-8000-000000000305"
HELD = "01930000-0000-7000-8000-000000000410"
FIRST_IN_LINE = "01930000-0000-7000-8000-000000000412"


def begin_a_draft(hers: Window) -> None:
    hers.sign_in(CAMILLE)
    hers.open("/reglement")
    hers.page.get_by_role("button", name="Commencer un brouillon").click()
    expect(hers.page.get_by_text("Le brouillon est créé")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with-javascript", "without-javascript"])
def test_staff_rehearse_and_publish_rules_from_which_the_conditions_are_written(
    browser: Browser, platform: PlatformUnderTest, scripts: bool
) -> None:
    with window(browser, platform.site_url, java_script_enabled=scripts) as hers:
        begin_a_draft(hers)
        page, this_year = hers.page, datetime.now(UTC).year
        page.get_by_label("dont formations").fill("9")
        page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(page.get_by_text("Les formations ne peuvent pas dépasser le total.").first).to_be_visible()
        expect(page.get_by_label("dont formations")).to_have_value("9")
        page.get_by_label("dont formations").fill("1")
        page.get_by_label("est proposée à la personne suivante").check()
        page.get_by_label("Délai pour répondre à une place proposée").fill("24" if scripts else "36")
        page.get_by_role("button", name="Enregistrer le brouillon").click()
        expect(page.get_by_text("Le brouillon est enregistré")).to_be_visible()
        page.get_by_label("Année des demandes").fill(str(this_year))
        page.get_by_role("button", name="Lancer l'essai à blanc").click()
        expect(page.get_by_text("d'issue.")).to_be_visible(timeout=30_000)
        page.get_by_label("dont formations").fill("3")
        page.get_by_role("button", name="Enregistrer le brouillon").click()
        page.get_by_role("link", name="Publier…").click()
        expect(page.get_by_role("row").filter(has_text="Délai pour répondre")).to_be_visible()
        page.get_by_role("button", name="Publier cette version").click()
        expect(page.get_by_text("du règlement est publiée")).to_be_visible()
        hers.open("/conditions")
        expect(page.get_by_text(f"({24 if scripts else 36} heures pour répondre)")).to_be_visible()
        assert hers.complaints == []


def cancelled_by(his: Window) -> None:
    his.sign_in(JEAN)
    his.open(f"/mon-espace/demandes/{HELD}/annulation")
    expect(his.page.get_by_role("heading", name="Les impacts de cette annulation")).to_be_visible()
    his.page.get_by_label("Motif de l'annulation").fill("Empêchement.")
    his.page.get_by_role("button", name="Annuler ma demande").click()
    expect(his.page.get_by_text("Votre demande est annulée").first).to_be_visible()


def test_a_freed_place_is_offered_and_taken(browser: Browser, platform: PlatformUnderTest) -> None:
    def fresh() -> AbstractContextManager[Window]:
        return window(browser, platform.site_url)

    with fresh() as his, fresh() as mine:
        mine.sign_in(ALAIN)
        mine.open(f"/mon-espace/demandes/{FIRST_IN_LINE}")
        expect(mine.page.get_by_text("Votre rang : 1.")).to_be_visible()
        expect(mine.page.get_by_text("Entre les mains de : la liste d'attente")).to_be_visible()
        cancelled_by(his)
        mine.page.reload()
        expect(mine.page.get_by_role("heading", name="Une place vous est proposée")).to_be_visible()
        mine.page.get_by_role("button", name="Accepter la place").click()
        expect(mine.page.get_by_text("Vous avez accepté la place")).to_be_visible()
        expect(mine.page.get_by_text("Entre les mains de : le prestataire")).to_be_visible()
        mine.open("/mon-espace")
        expect(mine.page.get_by_text("/ 5 utilisées").first).to_be_visible()
        assert his.complaints + mine.complaints == []


def test_the_form_says_rights_and_the_information_to_read_before_asking(
    browser: Browser, platform: PlatformUnderTest
) -> None:
    with window(browser, platform.site_url) as mine:
        mine.sign_in("sarah.croche@example.org")
        mine.act_as("Bénéficiaire, Ma structure")
        mine.open("/actions/01930000-0000-7000-8000-000000000201")
        mine.page.get_by_role("link", name="S'inscrire").first.click()
        expect(mine.page.get_by_text("formations utilisées en").first).to_be_visible()
        mine.page.get_by_role("button", name="Valider").click()
        expect(mine.page.get_by_text("Confirmez avoir lu les informations").first).to_be_visible()


def test_figures_stand_beside_their_tables(browser: Browser, platform: PlatformUnderTest) -> None:
    with window(browser, platform.site_url) as hers:
        hers.sign_in(CAMILLE)
        hers.open("/reglement")
        hers.page.get_by_role("link", name="Chiffres de l'année").click()
        expect(hers.page.get_by_role("img", name="Ce que deviennent les demandes")).to_be_visible()
        expect(hers.page.get_by_role("table", name="Demandes par territoire (département)")).to_be_visible()
        assert hers.complaints == []
