"""Every screen, on a desk and on a phone, light and dark: accessible, quiet, not wider than its window.

A screen is opened once and looked at in both ways: axe-core starts once a page, which is most of what a look costs.
Nothing may move (`reduced_motion`): colours on their way from one scheme to the other are none that people read.
"""

from typing import Any

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.chromium import Window, axe_findings, is_too_wide
from tests.browser.screens import ALL, Screen
from tests.browser.viewing import Viewing, show

pytestmark = [pytest.mark.platform, pytest.mark.browser]
STILL: dict[str, Any] = {"reduced_motion": "reduce"}
PHONE: dict[str, Any] = {"size": {"width": 360, "height": 780}, "scheme": "dark"}
DESK: dict[str, Any] = {"size": {"width": 1280, "height": 900}, "scheme": "light"}
# In the page: the ids that two elements have, and those that are referred to and that nobody has.
IDS_AMISS = """() => {
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  const missing = ['aria-labelledby', 'aria-describedby', 'aria-controls', 'for', 'list'].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)]
      .flatMap((element) => element.getAttribute(name).split(/\\s+/))
      .filter((id) => id && !ids.includes(id)));
  return [...ids.filter((id, place) => ids.indexOf(id) !== place), ...missing];
}"""
# In the page, of the answer as the server sent it: its headlines, and what it says, here and once scripts ran.
WITHOUT_SCRIPTS = """(sent) => {
  const said = (whole) => {
    const main = whole.querySelector('main').cloneNode(true);
    main.querySelectorAll('noscript').forEach((part) => part.remove());
    return main.textContent.trim();
  };
  const alone = new DOMParser().parseFromString(sent, 'text/html');
  return [alone.querySelectorAll('h1').length, said(alone), said(document)];
}"""


def look(opened: Window, *, size: ViewportSize, scheme: Any) -> None:
    """Make the window this wide and its scheme this one; a page that is open follows."""
    opened.page.set_viewport_size(size)
    opened.page.emulate_media(color_scheme=scheme)


def is_fine(opened: Window, *, scheme: str) -> None:
    expect(opened.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    assert axe_findings(opened.page) == []
    assert not is_too_wide(opened.page)


@pytest.mark.parametrize("screen", ALL, ids=lambda screen: screen.name)
def test_a_screen_is_accessible_quiet_not_too_wide_and_whole_without_javascript(
    viewing: Viewing, screen: Screen
) -> None:
    opened = viewing.window_of(screen.looker, **STILL)
    look(opened, **DESK)
    sent = show(opened, screen)
    if sent:
        headlines, said_alone, said = opened.page.evaluate(WITHOUT_SCRIPTS, sent.text())
        assert headlines == 1
        assert said_alone == said != ""
    assert opened.page.evaluate(IDS_AMISS) == []
    is_fine(opened, scheme="light")
    look(opened, **PHONE)
    if screen.click:
        show(opened, screen)
    is_fine(opened, scheme="dark")
    assert opened.complaints == []


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
