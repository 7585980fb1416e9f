"""The screens of visitors and beneficiaries; see tests/browser/looking.py for what is asked of each."""

import pytest

from tests.browser.chromium import axe_findings
from tests.browser.looking import DESK, PHONE, STILL, look, looks_right
from tests.browser.screens import ALL, SHOWN_TO_PEOPLE, Screen
from tests.browser.viewing import Viewing

pytestmark = [pytest.mark.platform, pytest.mark.browser]


@pytest.mark.parametrize("screen", SHOWN_TO_PEOPLE, ids=lambda screen: screen.name)
def test_a_screen_is_accessible_quiet_not_too_wide_and_whole_without_javascript(
    viewing: Viewing, screen: Screen
) -> None:
    looks_right(viewing, screen)


def test_open_menus_have_no_axe_finding_either(viewing: Viewing) -> None:
    looker = next(screen.looker for screen in ALL if screen.name == "choix-du-statut")
    opened = viewing.window_of(looker, **STILL)
    opened.open("/a-propos")
    look(opened, **PHONE)
    opened.page.locator("details.account > summary").click()
    assert axe_findings(opened.page) == []
    opened.page.keyboard.press("Escape")
    opened.page.locator("details.site-nav--narrow > summary").click()
    assert opened.page.locator("details.account").get_attribute("open") is None
    assert axe_findings(opened.page) == []
    look(opened, **DESK)
    opened.page.locator(".site-nav--wide details.menu > summary").click()
    assert axe_findings(opened.page) == []


def test_the_keyboard_skips_to_the_content(viewing: Viewing) -> None:
    opened = viewing.window_of(None)
    opened.open("/a-propos")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "contenu"
