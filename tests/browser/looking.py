"""What every screen is, on a desk and on a phone, light and dark: accessible, quiet, not wider than its window.

A screen is opened once and looked at in both ways: axe-core starts once a page, which is most of what a look costs.
Nothing may move (`reduced_motion`): colours on their way from one scheme to the other are none that people read.
"""

from typing import Any

from playwright.sync_api import ViewportSize, expect

from tests.browser.chromium import Window, axe_findings, is_too_wide
from tests.browser.screens import Screen
from tests.browser.viewing import Viewing, show

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


def looks_right(viewing: Viewing, screen: Screen) -> None:
    """Accessible, quiet, not too wide, and whole without JavaScript; an AssertionError tells what is amiss."""
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
