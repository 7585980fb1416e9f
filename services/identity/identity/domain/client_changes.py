"""What became of a client: who changed what, and when. Secrets are no part of it, nor are keys: only their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from identity.domain.clients import Client


class ClientFact(StrEnum):
    """What was done. A secret is replaced with a day's overlap, or at once."""

    REGISTERED = "registered"
    CHANGED = "changed"
    SECRET_REPLACED = "secret_replaced"
    SECRET_REPLACED_AT_ONCE = "secret_replaced_at_once"
    DISABLED = "disabled"
    ENABLED = "enabled"


# `key_names` are the `kid` of the public keys.
FIELDS = (
    "name", "auth_method", "redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri", "scopes",
    "service_scopes", "grants", "requires_pkce", "audience", "key_names",
)  # fmt: skip
Terms = Mapping[str, Any]


@dataclass(eq=False, kw_only=True)
class ClientChange:
    """One line of the history; `by_account_id` is None for an operator's command. `differences`: a list of `field`,
    `old`, `new`, as JSON; `old` is null where the client is new."""

    id: UUID
    client_id: str
    at: datetime
    by_account_id: UUID | None
    fact: ClientFact
    differences: list[dict[str, Any]]


def terms_of(client: Client) -> Terms:
    """What its history tells of a client, as JSON."""
    told = {name: getattr(client, name) for name in FIELDS if name != "key_names"}
    keys = (client.jwks or {}).get("keys", [])
    told["auth_method"] = client.auth_method.value
    told["key_names"] = [str(key.get("kid") or key.get("kty") or "") for key in keys]
    return {name: list(value) if isinstance(value, list) else value for name, value in told.items()}


def differences_between(old: Terms | None, new: Terms) -> list[dict[str, Any]]:
    """In the order of the fields; of a new client what it has, None for `old`."""
    if old is None:
        return [{"field": name, "old": None, "new": new[name]} for name in FIELDS if new[name] not in (None, [])]
    return [{"field": name, "old": old[name], "new": new[name]} for name in FIELDS if old[name] != new[name]]
