"""Debian's Chromium, driven by Playwright; what its console says is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.support.second_factors import codes_to_try, wait_for_the_next

ROOT = Path(__file__).resolve().parents[2]
EXECUTABLE = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PASSWORD = "Essai-ParcoursPro-2026"
HEIGHT = 900
# What Chromium says itself of a page that answers with an error on purpose.
EXPECTED = "Failed to load resource: the server responded with a status of 4"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for many contexts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@dataclass(kw_only=True)
class Window:
    """A window of one person; `complaints` holds what console and scripts said."""

    context: BrowserContext
    page: Page
    site_url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Response | None:
        """Type an address; the server's answer, after its redirects."""
        return self.page.goto(self.site_url + path)

    def sign_in(self, email: str) -> None:
        """Through « Se connecter » on the home page."""
        self.open("/")
        self.page.get_by_role("link", name="Se connecter").first.click()
        self.page.get_by_label("Adresse e-mail").fill(email)
        self.page.get_by_label("Mot de passe").fill(PASSWORD)
        self.page.get_by_role("button", name="Valider").click()
        if "/sso/connexion/code" in self.page.url:
            self._give_code()

    def _give_code(self) -> None:
        """The second factor of the demonstration's staff; a code that another window used is no longer good."""
        for _ in range(2):
            for code in codes_to_try():
                self.page.get_by_label("Code").fill(code)
                self.page.get_by_role("button", name="Valider").click()
                if "/sso/connexion/code" not in self.page.url:
                    return
            wait_for_the_next()
        raise AssertionError("no code of the second factor is taken")

    def act_as(self, role: str) -> None:
        """Choose a role, as « ValideurRH, Ma structure », from the header."""
        self.open("/a-propos")
        summary = self.page.locator("details.account > summary")
        if role in " ".join(summary.inner_text().split("\n")).replace(" , ", ", "):
            return
        summary.click()
        self.page.locator("details.account").get_by_role("button", name=role).click()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            self.complaints.append(f"{self.page.url}: {message.text}")


@contextmanager
def window(browser: Browser, site_url: str, **options: Any) -> Iterator[Window]:
    """A fresh window; `options` are those of a browser context (viewport, color_scheme, java_script_enabled …)."""
    given = {"viewport": {"width": 1280, "height": HEIGHT}, "locale": "fr-FR"} | options
    context = browser.new_context(**given)
    page = context.new_page()
    opened = Window(context=context, page=page, site_url=site_url)
    page.on("console", opened._hear)
    page.on("pageerror", lambda error: opened.complaints.append(f"{page.url}: {error}"))
    try:
        yield opened
    finally:
        context.close()


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds on the open page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate((ROOT / "node_modules/axe-core/axe.min.js").read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", AXE_RULES)
    return [
        f"{violation['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def is_too_wide(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
