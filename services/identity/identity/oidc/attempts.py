"""One authorization request on its way through the checks."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from identity.domain.clients import Client
from identity.domain.protocol import AuthorizationRequest
from identity.oidc.parameters import Parameters

# OpenID Connect Core 3.1.2.1 and RFC 7636. Those that do no harm (display, ui_locales, claims_locales, acr_values) and
# unknown ones are dropped unread.
KNOWN = (
    "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "code_challenge",
    "code_challenge_method", "prompt", "max_age", "login_hint", "id_token_hint", "request", "request_uri",
    "registration",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`client` is the registered one that `client_id` names, `hint` the verified claims of the `id_token_hint`."""

    parameters: Parameters
    client: Client | None
    hint: dict[str, Any] | None

    def get(self, name: str) -> str | None:
        """A parameter, None where it is absent or bad."""
        return self.parameters.get(name)

    @property
    def known_client(self) -> Client:
        """The client, after the check that there is one."""
        if self.client is None:
            raise LookupError("no client")
        return self.client

    def request(self) -> AuthorizationRequest:
        """The request, once every check has passed. Scopes that we do not know are left out (Core 3.1.2.1)."""
        max_age = self.get("max_age")
        known = [scope for scope in self.parameters.words("scope") if scope in self.known_client.scopes]
        return AuthorizationRequest(
            client_id=self.known_client.client_id,
            redirect_uri=self.get("redirect_uri") or "",
            scope=" ".join(dict.fromkeys(known)),
            state=self.get("state"),
            nonce=self.get("nonce"),
            code_challenge=self.get("code_challenge"),
            prompts=frozenset(self.parameters.words("prompt")),
            max_age_s=int(max_age) if max_age else None,
            hinted_account=UUID(self.hint["sub"]) if self.hint else None,
        )
