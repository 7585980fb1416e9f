"""Opens screens in the right window: one per person, role, width and scheme, signed in once and kept."""

from contextlib import ExitStack
from typing import Any

from playwright.sync_api import Browser, Response, StorageState

from tests.browser.chromium import Window, window
from tests.browser.screens import Looker, Screen


class Viewing:
    """Keeps the windows, and the cookies of each person and role: a further window needs no new sign-in."""

    def __init__(self, browser: Browser, site_url: str) -> None:
        self._browser = browser
        self._site_url = site_url
        self._cookies: dict[Looker, StorageState] = {}
        self._windows: dict[tuple[Looker | None, str], Window] = {}
        self._open = ExitStack()

    def close(self) -> None:
        """Close every window."""
        self._open.close()

    def _cookies_of(self, looker: Looker) -> StorageState:
        if looker not in self._cookies:
            with window(self._browser, self._site_url) as opened:
                opened.sign_in(looker.email)
                if looker.role:
                    opened.act_as(looker.role)
                self._cookies[looker] = opened.context.storage_state()
        return self._cookies[looker]

    def window_of(self, looker: Looker | None, **options: Any) -> Window:
        """A window of this person, or of a visitor, with nothing said yet."""
        key = (looker, repr(sorted(options.items())))
        if key not in self._windows:
            if looker:
                options["storage_state"] = self._cookies_of(looker)
            self._windows[key] = self._open.enter_context(window(self._browser, self._site_url, **options))
        self._windows[key].complaints.clear()
        return self._windows[key]


def show(opened: Window, screen: Screen) -> Response | None:
    """Go to the screen, pressing what it names; the server's answer where the screen has an address of its own."""
    answer = opened.open(screen.path)
    if not screen.click:
        return answer
    main = opened.page.locator("main")
    link = main.get_by_role("link", name=screen.click)
    (link.first if link.count() else main.get_by_role("button", name=screen.click).first).click()
    opened.page.wait_for_load_state()
    return None
