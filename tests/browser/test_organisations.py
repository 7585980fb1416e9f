"""Organisations in a browser: who belongs, who may, what changes; each with people of their own."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import Window, window
from tests.browser.screens import ANNIE, CAMILLE, LARA
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
JEAN, GASPARD, INES = "jean.tille@example.org", "gaspard.alizan@example.org", "ines.perance@example.org"
DUNES, MARAIS = "Mission locale des Dunes", "PLIE du Marais"
NewWindow = Callable[[], AbstractContextManager[Window]]


@pytest.fixture
def new_window(browser: Browser, platform: PlatformUnderTest) -> NewWindow:
    # Forms work without JavaScript: what is not looked at here is looked at with it by the other tests.
    return lambda: window(browser, platform.site_url, java_script_enabled=False)


def test_a_second_organisation_is_asked_for_refused_corrected_and_confirmed(new_window: NewWindow) -> None:
    with new_window() as his, new_window() as hers:
        his.sign_in(JEAN)
        his.open("/mon-espace/structures/ajouter")
        his.page.get_by_label("SIRET ou nom").fill("plie du marai niort")
        his.page.get_by_role("button", name="Rechercher").click()
        his.page.get_by_role("link", name=MARAIS).click()
        his.page.get_by_role("button", name="Envoyer ma demande").click()
        expect(his.page.get_by_text("Votre demande de rattachement est envoyée")).to_be_visible()

        hers.sign_in(LARA)
        hers.act_as(f"Référent, {MARAIS}")
        hers.open("/structure/rattachements")
        hers.page.get_by_role("link", name="Étudier").first.click()
        hers.page.get_by_role("button", name="Refuser le rattachement").click()
        expect(hers.page.get_by_text("Une information est à corriger")).to_be_visible()
        hers.page.get_by_label("Motif du refus").fill("De quelle antenne ?")
        hers.page.get_by_role("button", name="Refuser le rattachement").click()
        expect(hers.page.get_by_text("Le rattachement de Jean Tille est refusé")).to_be_visible()

        his.open("/mon-espace/structures")
        expect(his.page.get_by_text("De quelle antenne ?")).to_be_visible()
        his.page.get_by_role("link", name="Corriger et demander à nouveau").click()
        his.page.get_by_label("Message au référent").fill("L'antenne de Niort")
        his.page.get_by_role("button", name="Envoyer ma demande").click()

        hers.open("/structure/rattachements")
        hers.page.get_by_role("link", name="Étudier").first.click()
        expect(hers.page.get_by_text("L'antenne de Niort")).to_be_visible()
        hers.page.get_by_role("button", name="Confirmer le rattachement").click()
        expect(hers.page.get_by_text("Le rattachement de Jean Tille est confirmé")).to_be_visible()
        hers.open("/structure/journal")
        expect(hers.page.get_by_role("row").filter(has_text="De quelle antenne ?")).to_contain_text("Lara Masse")


def test_a_referent_gives_a_role_takes_it_back_and_is_told_why_they_cannot_leave(new_window: NewWindow) -> None:
    with new_window() as hers:
        hers.sign_in(LARA)
        hers.act_as(f"Référent, {MARAIS}")
        hers.open("/structure/personnes")
        hers.page.get_by_role("link", name="Gérer les rôles de Inès Pérance").click()
        hers.page.get_by_role("button", name="Confier le rôle ValideurRH").click()
        expect(hers.page.get_by_text("Inès Pérance a maintenant le rôle ValideurRH")).to_be_visible()
        hers.page.get_by_role("button", name="Retirer le rôle ValideurRH").click()
        expect(hers.page.get_by_text("Inès Pérance n'a plus le rôle ValideurRH")).to_be_visible()

        hers.open("/mon-espace/structures")
        hers.page.get_by_text("Quitter cette structure").click()
        hers.page.get_by_role("button", name="Quitter la structure").click()
        expect(hers.page.get_by_text("une structure n'en reste jamais sans")).to_be_visible()


def test_a_reported_change_and_a_membership_are_decided_by_staff(new_window: NewWindow) -> None:
    with new_window() as hers, new_window() as staff:
        hers.sign_in(LARA)
        hers.act_as(f"Référent, {MARAIS}")
        hers.open("/structure/changements")
        hers.page.get_by_label("Code postal").fill("79")
        hers.page.get_by_label("Adresse", exact=False).first.fill("9 quai de la Sèvre")
        hers.page.get_by_role("button", name="Envoyer la déclaration").click()
        expect(hers.page.get_by_role("link", name="Indiquez les 5 chiffres du code postal.")).to_be_visible()
        hers.page.get_by_label("Code postal").fill("79000")
        hers.page.get_by_role("button", name="Envoyer la déclaration").click()
        expect(hers.page.get_by_text("La déclaration est envoyée à Cap Métiers")).to_be_visible()

        staff.sign_in(CAMILLE)
        staff.open("/cap-metiers/changements")
        staff.page.get_by_role("link", name=f"Étudier le changement de {MARAIS}").click()
        expect(staff.page.get_by_text("9 quai de la Sèvre")).to_be_visible()
        staff.page.get_by_role("button", name="Accepter le changement").click()
        expect(staff.page.get_by_text("Le changement est accepté")).to_be_visible()

        staff.open("/cap-metiers/adhesions")
        staff.page.get_by_role("link", name=f"Étudier la demande de {MARAIS}").click()
        staff.page.get_by_label("Premier jour").fill("2027-01-01")
        staff.page.get_by_label("Dernier jour").fill("2026-12-31")
        staff.page.get_by_role("button", name="Confirmer l'adhésion").click()
        expect(staff.page.get_by_text("La fin précède le début")).to_be_visible()
        staff.page.get_by_label("Dernier jour").fill("2027-12-31")
        staff.page.get_by_role("button", name="Confirmer l'adhésion").click()
        expect(staff.page.get_by_text("L'adhésion est confirmée")).to_be_visible()

        hers.open("/structure/adhesion")
        expect(hers.page.get_by_text("31 décembre 2027")).to_be_visible()
        expect(hers.page.get_by_text("Confirmée", exact=True)).to_be_visible()


def test_a_stranger_references_an_organisation_and_staff_accept_it(new_window: NewWindow) -> None:
    with new_window() as theirs, new_window() as staff:
        theirs.open("/sso/referencement")
        page = theirs.page
        page.get_by_label("SIRET").fill("999 000 714 00017")
        page.get_by_label("Nom de la structure").fill("Maison de l'emploi des Coteaux")
        page.get_by_label("Code postal").fill("24000")
        page.get_by_label("Commune").fill("Périgueux")
        page.get_by_label("Madame").check()
        page.get_by_label("Nom", exact=True).fill("Deray")
        page.get_by_label("Prénom").fill("Odile")
        page.get_by_label("Email").fill("odile.deray@example.org")
        page.get_by_role("button", name="Envoyer la demande").click()
        expect(page.get_by_role("heading", name="Votre demande est envoyée")).to_be_visible()

        staff.sign_in(CAMILLE)
        staff.open("/cap-metiers/referencements")
        staff.page.get_by_role("link", name="Étudier Maison de l'emploi des Coteaux").click()
        staff.page.get_by_role("button", name="Référencer la structure").click()
        expect(staff.page.get_by_text("est maintenant dans la liste")).to_be_visible()
        staff.open("/cap-metiers/structures?q=coteaux+perigueux")
        expect(staff.page.get_by_role("link", name="Voir Maison de l'emploi des Coteaux")).to_be_visible()


def test_another_organisations_people_and_the_staffs_screens_stay_closed(new_window: NewWindow) -> None:
    with new_window() as hers:
        hers.sign_in(ANNIE)
        hers.act_as("Référent, Ma structure")
        people = "/structure/01930000-0000-7000-8000-000000000103/personnes/01930000-0000-7000-8000-000000000609"
        hers.open(people)
        expect(hers.page.get_by_role("heading", level=1)).to_have_text("Cette page ne vous est pas ouverte")
        for address in ("/cap-metiers/structures", "/cap-metiers/comptes", "/cap-metiers/referencements"):
            hers.open(address)
            expect(hers.page.get_by_text("Inès Pérance")).to_have_count(0)
            expect(hers.page.get_by_role("heading", level=1)).not_to_have_text("Structures")
