"""E-mails in a real browser: legible in light and dark, on a telephone too."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.chromium import axe_findings, chromium, is_too_wide
from tests.browser.letters import NARROW, SCHEMES, examples, reading

_LIGHTNESS = """selector => {
  const [r, g, b] = getComputedStyle(document.querySelector(selector)).backgroundColor.match(/\\d+/g).map(Number);
  return (r + g + b) / 765;
}"""


# Landmarks help to jump about in a page; mail programs show a letter inside of theirs.
_OF_PAGES = ("landmark-one-main:", "region:")


@pytest.fixture(scope="module")
def reader() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


def _lightness(page: Page, selector: str) -> float:
    return float(page.evaluate(_LIGHTNESS, selector))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_letter_scrolls_sideways_on_a_telephone_and_each_follows_the_scheme(reader: Browser, scheme: Any) -> None:
    too_wide, against_the_scheme = [], []
    with reading(reader, width=NARROW, scheme=scheme) as page:
        for example in examples():
            page.set_content(example.letter.html)
            if is_too_wide(page):
                too_wide.append(example.name)
            if (_lightness(page, "body") > 0.5) != (scheme == "light"):
                against_the_scheme.append(example.name)
    assert (too_wide, against_the_scheme) == ([], [])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["new_request", "enrolled", "refused_by_hr", "daily_digest"])
def test_a_letter_is_accessible_in_both_schemes(reader: Browser, scheme: Any, name: str) -> None:
    (example,) = (example for example in examples() if example.name == name)
    with reading(reader, width=NARROW, scheme=scheme) as page:
        page.set_content(example.letter.html)
        assert [found for found in axe_findings(page) if not found.startswith(_OF_PAGES)] == []
