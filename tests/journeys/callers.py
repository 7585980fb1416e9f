"""Callers of a protected route that hold tokens of their own, for tests that change something under their feet."""

import base64
import hashlib
import json
import secrets
import threading
from collections import Counter
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from tests.journeys.pages import Page
from tests.journeys.people import PASSWORD
from tests.support.platforms import PlatformUnderTest

BACK = "http://localhost/nowhere"


class TokenHolder:
    """A client of our APIs with one person's tokens; refreshes them as often as it is told."""

    def __init__(self, platform: PlatformUnderTest, *, client_id: str, secret: str) -> None:
        self._auth = (client_id, secret)
        self._issuer = f"{platform.site_url}/sso"
        self._http = httpx.Client(timeout=20.0)
        self._refresh_token = ""
        self.access_token = ""

    def sign_in(self, email: str) -> None:
        """Through the form, as the person would."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "client_id": self._auth[0],
            "redirect_uri": BACK,
            "scope": "openid roles",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        form = Page(self._http.get(f"{self._issuer}/authorize", params=asked, follow_redirects=True).text)
        fields = form.form_with("Valider").fields | {"email": email, "password": PASSWORD}
        answer = self._http.post(f"{self._issuer}/connexion", data=fields)
        back = self._http.get(urljoin(self._issuer, answer.headers["Location"]))
        (code,) = parse_qs(urlsplit(back.headers["Location"]).query)["code"]
        self._take({"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": verifier})

    def refresh(self) -> None:
        self._take({"grant_type": "refresh_token", "refresh_token": self._refresh_token})

    def _take(self, form: dict[str, str]) -> None:
        answer = self._http.post(f"{self._issuer}/token", data=form, auth=self._auth)
        assert answer.status_code == 200, answer.text
        self.access_token, self._refresh_token = answer.json()["access_token"], answer.json()["refresh_token"]

    @property
    def kid(self) -> str:
        """The key that signed the newest access token."""
        head = self.access_token.partition(".")[0]
        return str(json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))["kid"])


class Hammer(threading.Thread):
    """Asks a protected address with the holder's newest token until told to stop; counts the statuses."""

    def __init__(self, address: str, holder: TokenHolder) -> None:
        super().__init__()
        self._address, self._holder = address, holder
        self.stopped = threading.Event()
        self.answers: Counter[str] = Counter()

    def run(self) -> None:
        with httpx.Client(timeout=20.0) as http:
            while not self.stopped.wait(0.02):
                try:
                    headers = {"Authorization": f"Bearer {self._holder.access_token}"}
                    self.answers[str(http.get(self._address, headers=headers).status_code)] += 1
                except httpx.HTTPError as fault:
                    self.answers[type(fault).__name__] += 1
