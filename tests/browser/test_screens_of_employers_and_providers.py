"""The screens of HR validators, referents and providers; see tests/browser/looking.py for what is asked of each."""

import pytest

from tests.browser.looking import looks_right
from tests.browser.screens import SHOWN_TO_EMPLOYERS_AND_PROVIDERS, Screen
from tests.browser.viewing import Viewing

pytestmark = [pytest.mark.platform, pytest.mark.browser]


@pytest.mark.parametrize("screen", SHOWN_TO_EMPLOYERS_AND_PROVIDERS, ids=lambda screen: screen.name)
def test_a_screen_is_accessible_quiet_not_too_wide_and_whole_without_javascript(
    viewing: Viewing, screen: Screen
) -> None:
    looks_right(viewing, screen)
