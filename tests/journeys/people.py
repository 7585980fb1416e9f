"""People at the gateway's one address, with an HTTP client: no JavaScript, cookies kept, redirects followed."""

import time
from collections.abc import Callable
from typing import Any, Self
from urllib.parse import urljoin

import httpx

from tests.journeys.pages import Page
from tests.support.second_factors import codes_to_try

PASSWORD = "Essai-ParcoursPro-2026"
SOON_S = 60.0


def soon(check: Callable[[], Any], what: str) -> Any:
    """The first true answer of `check` within a minute: events need a moment.

    Raises:
        AssertionError: it never came.
    """
    deadline = time.monotonic() + SOON_S
    while time.monotonic() < deadline:
        found = check()
        if found:
            return found
        time.sleep(0.3)
    raise AssertionError(f"not within {SOON_S:.0f} s: {what}")


class Visitor:
    """Somebody with a browser; `page` is the one open now."""

    def __init__(self, site_url: str) -> None:
        self._client = httpx.Client(base_url=site_url, follow_redirects=True, timeout=20.0)
        self._answer: httpx.Response | None = None
        self.page = Page("")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def status(self) -> int:
        return self._last.status_code

    @property
    def body(self) -> bytes:
        return self._last.content

    @property
    def path(self) -> str:
        return self._last.url.path

    @property
    def ways(self) -> list[str]:
        """Every address that led to the page, the page's own last."""
        return [str(answer.url) for answer in (*self._last.history, self._last)]

    @property
    def cookies(self) -> httpx.Cookies:
        """What this browser has from the site."""
        return self._client.cookies

    @property
    def text(self) -> str:
        """The words of the page, spaces of every kind made plain."""
        return self.page.text

    @property
    def _last(self) -> httpx.Response:
        assert self._answer is not None, "no page is open"
        return self._answer

    def _keep(self, answer: httpx.Response) -> Self:
        self._answer = answer
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        self.page = Page(answer.text if is_page else "")
        return self

    def open(self, path: str) -> Self:
        """Type an address."""
        return self._keep(self._client.get(path))

    def follow(self, text: str) -> Self:
        """Click the first link that begins with `text`."""
        return self.open(self._absolute(self.page.link(text)))

    def press(self, button: str, **typed: str) -> Self:
        """Fill in the form that has this button, and press it."""
        form = self.page.form_with(button)
        unknown = typed.keys() - form.fields.keys() - form.choices.keys()
        assert not unknown, f"no fields {sorted(unknown)} beside {button!r}"
        data = form.fields | typed | form.buttons[button]
        address = self._absolute(form.action or str(self._last.url))
        if form.method.lower() == "get":
            return self._keep(self._client.get(address, params=data))
        return self._keep(self._client.post(address, data=data, headers={"Referer": str(self._last.url)}))

    def _absolute(self, address: str) -> str:
        return urljoin(str(self._last.url), address)

    def sign_in(self, email: str) -> Self:
        """Through « Se connecter »; afterwards the page to which web led."""
        self.open("/").follow("Se connecter")
        self.press("Valider", email=email, password=PASSWORD)
        for code in codes_to_try():
            if self.path != "/sso/connexion/code":
                break
            self.press("Valider", code=code)
        return self

    def act_as(self, role: str) -> Self:
        """Choose a role, as « ValideurRH, Ma structure », from the header."""
        self.open("/profil")
        if role in self.page.headline:
            return self
        return self.press(role)
