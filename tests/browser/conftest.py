"""A browser on the real platform."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.viewing import Viewing
from tests.support.platforms import PlatformUnderTest

# Its assertions tell what they compared, like those of the test files.
pytest.register_assert_rewrite("tests.browser.looking")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests here."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def viewing(browser: Browser, platform: PlatformUnderTest) -> Iterator[Viewing]:
    """Windows of people."""
    made = Viewing(browser, platform.site_url)
    yield made
    made.close()
