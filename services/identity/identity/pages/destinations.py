"""Where a person goes once signed in: back to the client that waits, to a page of ours, or to the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from chassis.clock import now
from chassis.theme import allow_form_target
from identity.usecases.await_sign_in import WaitingRequest, take_up

# Pages of ours that ask for a sign-in first, by the word in their address: no open redirect.
OWN_PAGES = {
    "password": "my_account.password",
    "email": "my_account.email",
    "second-factor": "second_factor.manage",
    "passkeys": "my_passkeys.manage",
    "closing": "my_account.closing",
}


@dataclass(frozen=True, kw_only=True)
class Destination:
    """`sealed` is the text of a client's waiting request, `page` a word of OWN_PAGES; both may be empty."""

    sealed: str = ""
    page: str = ""
    waiting: WaitingRequest | None = None

    @classmethod
    def of(cls, sent: Mapping[str, str]) -> "Destination":
        """From a query or a form."""
        sealed, page = sent.get("waiting") or sent.get("sealed") or "", sent.get("page", "")
        return cls(sealed=sealed, page=page if page in OWN_PAGES else "", waiting=take_up(sealed, now=now()))

    @property
    def is_broken(self) -> bool:
        """A request was named that is not ours or is too old."""
        return bool(self.sealed) and self.waiting is None

    def address(self) -> str:
        """Where to go."""
        if self.waiting:
            return url_for("authorize.resume", waiting=self.sealed)
        return url_for(OWN_PAGES[self.page]) if self.page else f"{current_app.config['PUBLIC_URL']}/connexion"

    def query(self) -> dict[str, Any]:
        """For the address of the next step."""
        return {name: text for name, text in (("waiting", self.sealed), ("page", self.page)) if text}

    def allow(self) -> None:
        """Browsers hold redirects that follow a form to form-action: the client's address is where this one ends."""
        public_url = current_app.config["PUBLIC_URL"]
        allow_form_target(self.waiting.parameters["redirect_uri"] if self.waiting else public_url)
