"""Every screen, on a phone and on a desk, light and dark: accessible, quiet, not wider than its window."""

import pytest

from tests.browser.chromium import axe_findings, is_too_wide
from tests.browser.screens import ALL, Screen
from tests.browser.viewing import Viewing, show

pytestmark = [pytest.mark.platform, pytest.mark.browser]
PHONE = {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"}
DESK = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}


@pytest.mark.parametrize("options", [DESK, PHONE], ids=["desk-light", "phone-dark"])
@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_a_screen_has_no_axe_finding_and_says_nothing_in_the_console(
    viewing: Viewing, screen: Screen, options: dict[str, object]
) -> None:
    opened = viewing.window_of(screen.looker, **options)
    show(opened, screen)
    assert axe_findings(opened.page) == []
    assert opened.complaints == []
    assert not is_too_wide(opened.page)


def test_open_menus_have_no_axe_finding_either(viewing: Viewing) -> None:
    looker = next(screen.looker for screen in ALL if screen.name == "choix-du-statut")
    opened = viewing.window_of(looker, **PHONE)
    opened.open("/a-propos")
    opened.page.locator("details.account > summary").click()
    assert axe_findings(opened.page) == []
    opened.page.keyboard.press("Escape")
    opened.page.locator("details.site-nav--narrow > summary").click()
    assert opened.page.locator("details.account").get_attribute("open") is None
    assert axe_findings(opened.page) == []


@pytest.mark.parametrize("screen", [screen for screen in ALL if not screen.click], ids=lambda screen: screen.name)
def test_a_screen_reads_in_order_without_javascript(viewing: Viewing, screen: Screen) -> None:
    opened = viewing.window_of(screen.looker, java_script_enabled=False)
    show(opened, screen)
    assert opened.page.locator("h1").count() == 1
    assert opened.page.locator("main").inner_text().strip()


def test_the_keyboard_skips_to_the_content(viewing: Viewing) -> None:
    opened = viewing.window_of(None)
    opened.open("/a-propos")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("document.activeElement.id") == "contenu"
