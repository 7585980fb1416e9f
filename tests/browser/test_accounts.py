"""Accounts in a browser: asked for, proved, forgotten, protected, corrected, closed; with people of their own."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import httpx
import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import PASSWORD, Window, axe_findings, is_too_wide, window
from tests.support.platforms import PlatformUnderTest

pytestmark = [pytest.mark.platform, pytest.mark.browser]
NewWindow = Callable[..., AbstractContextManager[Window]]
CHOSEN, CHANGED = "cheval-agrafe-batterie-2026", "autre-agrafe-cheval-2026"
PHONE = {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"}


@pytest.fixture
def fresh(browser: Browser, platform: PlatformUnderTest) -> NewWindow:
    return lambda **options: window(browser, platform.site_url, **options)
