"""Platforms that rely on our sign-in, as the API reads and writes them."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields, post_load, validate

from identity.api.fields import words
from identity.domain.client_changes import FIELDS, ClientChange, ClientFact
from identity.domain.clients import GRANTS, OUR_AUDIENCE, SCOPES, AuthMethod, Client
from identity.usecases.keep_clients import PlatformTerms

LONGEST_ADDRESS, MOST_ADDRESSES, MOST_SCOPES = 500, 10, 30
_ADDRESS = [validate.Length(min=1, max=LONGEST_ADDRESS), validate.Regexp(r"^[!-~]+$")]
_SERVICE_SCOPE = validate.Regexp(r"^[a-z][a-z0-9:._-]{0,79}$")


def _addresses(**options: Any) -> fields.List[Any]:
    return fields.List(fields.String(validate=_ADDRESS), validate=validate.Length(max=MOST_ADDRESSES), **options)


class PlatformTermsSchema(Schema):
    """What staff say about a platform; every field, so that nothing is left by chance."""

    name = words(100, required=True)
    redirect_uris = _addresses(required=True)
    post_logout_redirect_uris = _addresses(required=True)
    backchannel_logout_uri = fields.String(required=True, allow_none=True, validate=_ADDRESS)
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), required=True)
    service_scopes = fields.List(
        fields.String(validate=_SERVICE_SCOPE), required=True, validate=validate.Length(max=MOST_SCOPES)
    )
    requires_pkce = fields.Boolean(required=True)
    audience = fields.String(
        required=True, allow_none=True, validate=validate.Regexp(r"^[!-~]{1,200}$"),
        metadata={"description": f"`aud` of its access tokens; never {OUR_AUDIENCE}"},
    )  # fmt: skip
    jwks = fields.Dict(required=True, allow_none=True, metadata={"description": "public keys (RFC 7517)"})

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> PlatformTerms:
        return PlatformTerms(**data)


class NewPlatformSchema(PlatformTermsSchema):
    """A platform to register."""

    client_id = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9._-]{1,63}$"))
    auth_method = fields.String(required=True, validate=validate.OneOf([method.value for method in AuthMethod]))

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        client_id, method = data.pop("client_id"), AuthMethod(data.pop("auth_method"))
        return {"client_id": client_id, "auth_method": method, "terms": PlatformTerms(**data)}


class ClientSchema(Schema):
    """A registered platform; never its secret."""

    client_id = fields.String(required=True)
    name = fields.String(required=True)
    auth_method = fields.String(required=True, validate=validate.OneOf([method.value for method in AuthMethod]))
    redirect_uris = fields.List(fields.String(), required=True)
    post_logout_redirect_uris = fields.List(fields.String(), required=True)
    backchannel_logout_uri = fields.String(required=True, allow_none=True)
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), required=True)
    service_scopes = fields.List(fields.String(), required=True)
    grants = fields.List(fields.String(validate=validate.OneOf(GRANTS)), required=True)
    requires_pkce = fields.Boolean(required=True)
    audience = fields.String(required=True, allow_none=True)
    jwks = fields.Dict(required=True, allow_none=True)
    is_operators = fields.Boolean(required=True, metadata={"description": "enters our APIs; staff do not change it"})
    previous_secret_until = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    disabled_at = fields.AwareDateTime(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})


class ClientPageSchema(Schema):
    """In the order of their identifiers."""

    items = fields.List(fields.Nested(ClientSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class ClientDifferenceSchema(Schema):
    """One field, old → new, as JSON: a text, a list of texts, or true and false."""

    field = fields.String(required=True, validate=validate.OneOf(FIELDS))
    old = fields.Raw(required=True, allow_none=True)
    new = fields.Raw(required=True, allow_none=True)


class ClientChangeSchema(Schema):
    """A line of the history of a platform. Secrets and keys are no part of it; `key_names` are the `kid` of keys."""

    client_change_id = fields.UUID(required=True)
    at = fields.AwareDateTime(required=True)
    fact = fields.Enum(ClientFact, by_value=True, required=True)
    by_name = fields.String(required=True, allow_none=True)
    by_operator = fields.Boolean(required=True, metadata={"description": "By a command, not by staff"})
    differences = fields.List(fields.Nested(ClientDifferenceSchema), required=True)


class ClientHistorySchema(Schema):
    """Newest first."""

    items = fields.List(fields.Nested(ClientChangeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class SecretWishSchema(Schema):
    """How the secret before ends."""

    keeps_old = fields.Boolean(required=True, metadata={"description": "good for 24 hours more, or ended at once"})


class SecretSchema(Schema):
    """The one time that a secret is told."""

    client_id = fields.String(required=True)
    client_secret = fields.String(required=True)
    previous_secret_until = fields.AwareDateTime(required=True, allow_none=True)


class DisablingSchema(Schema):
    """Whether the platform may sign anybody in."""

    is_disabled = fields.Boolean(required=True)


_SHOWN = (
    "client_id", "name", "redirect_uris", "post_logout_redirect_uris", "backchannel_logout_uri", "scopes",
    "service_scopes", "grants", "requires_pkce", "audience", "jwks", "previous_secret_until", "created_at",
    "changed_at", "disabled_at", "version",
)  # fmt: skip


def dump_client(client: Client) -> dict[str, Any]:
    """A mapping of ClientSchema's shape."""
    shown = {name: getattr(client, name) for name in _SHOWN}
    return {**shown, "auth_method": client.auth_method.value, "is_operators": client.audience == OUR_AUDIENCE}


def dump_client_change(one: ClientChange, names: Mapping[UUID, str]) -> dict[str, Any]:
    """A mapping of ClientChangeSchema's shape."""
    return {
        "client_change_id": one.id,
        "at": one.at,
        "fact": one.fact,
        "by_name": names.get(one.by_account_id) if one.by_account_id else None,
        "by_operator": one.by_account_id is None,
        "differences": one.differences,
    }
