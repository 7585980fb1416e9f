"""Platforms that rely on our sign-in: kept by staff."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.idempotency import idempotent
from chassis.paging import PageArgs
from chassis.principal import Role
from chassis.versions import ETAG, expected_version, version_tag
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, page_of
from identity.api.client_schemas import (
    ClientHistorySchema,
    ClientPageSchema,
    ClientSchema,
    DisablingSchema,
    NewPlatformSchema,
    PlatformTermsSchema,
    SecretSchema,
    SecretWishSchema,
    dump_client,
    dump_client_change,
)
from identity.domain.clients import Client
from identity.usecases.keep_clients import (
    PlatformTerms,
    change_platform,
    disable_platform,
    register_platform,
    replace_secret,
)
from identity.usecases.read_clients import list_clients, read_client, read_client_history

blp = Blueprint("clients", __name__, url_prefix="/api/identity/v1", description="Platforms that rely on our sign-in")
_ONE = "/clients/<string(maxlength=64):client_id>"


def _answer(client: Client, status: int = 200) -> Answer:
    return dump_client(client), status, version_tag(client.version)


def _after(client_id: str) -> tuple[str]:
    return (client_id,)


@blp.get("/clients")
@requires(Role.STAFF)
@blp.arguments(PageArgs, location="query")
@blp.response(200, ClientPageSchema)
def read_page(query: dict[str, Any]) -> Answer:
    """Every platform, in the order of their identifiers."""
    after = after_of(query["cursor"], _after)
    with transaction() as session:
        page, next_after = list_clients(session, by=actor(), after=after, limit=query["limit"])
        return page_of([dump_client(one) for one in page], next_after)


@blp.post("/clients")
@requires(Role.STAFF)
@idempotent
@blp.arguments(NewPlatformSchema)
@blp.response(201, ClientSchema, headers=ETAG)
@blp.alt_response(409, description="There is a client of this identifier")
@blp.alt_response(422, description="It cannot be registered like this; the figures say why")
def register(wanted: dict[str, Any]) -> Answer:
    """Add a platform; its secret is asked for afterwards, so that it stands in no kept answer."""
    with transaction() as session:
        return _answer(register_platform(session, **wanted, by=actor(), now=now()), 201)


@blp.get(_ONE)
@requires(Role.STAFF)
@blp.response(200, ClientSchema, headers=ETAG)
@blp.alt_response(404, description="Unknown")
def read_one(client_id: str) -> Answer:
    """One platform."""
    with transaction() as session:
        return _answer(read_client(session, client_id, by=actor()))


@blp.get(f"{_ONE}/history")
@requires(Role.STAFF)
@blp.arguments(PageArgs, location="query")
@blp.response(200, ClientHistorySchema)
@blp.alt_response(404, description="Unknown")
def read_history(query: dict[str, Any], client_id: str) -> Answer:
    """Who changed what, and when; newest first."""
    before = after_of(query["cursor"], UUID)
    with transaction() as session:
        found = read_client_history(session, client_id, by=actor(), before=before, limit=query["limit"])
        items = [dump_client_change(one, found.names) for one in found.changes]
        return page_of(items, (found.next_before,) if found.next_before else None)


@blp.put(_ONE)
@requires(Role.STAFF)
@blp.arguments(PlatformTermsSchema)
@blp.response(200, ClientSchema, headers=ETAG)
@blp.alt_response(403, description="An operator's client")
@blp.alt_response(404, description="Unknown")
@blp.alt_response(412, description="Somebody else wrote meanwhile (If-Match)")
@blp.alt_response(422, description="It cannot be registered like this; the figures say why")
def change(terms: PlatformTerms, client_id: str) -> Answer:
    """Say its terms anew."""
    expected = expected_version()
    with transaction() as session:
        by = actor()
        client = change_platform(session, client_id, terms=terms, expected_version=expected, by=by, now=now())
        return _answer(client)


@blp.put(f"{_ONE}/secret")
@requires(Role.STAFF)
@blp.arguments(SecretWishSchema)
@blp.response(200, SecretSchema, headers=ETAG)
@blp.alt_response(403, description="An operator's client")
@blp.alt_response(404, description="Unknown")
@blp.alt_response(422, description="It proves itself without a secret")
def give_secret(wish: dict[str, bool], client_id: str) -> Answer:
    """A new secret, told this once."""
    with transaction() as session:
        by = actor()
        client, secret = replace_secret(session, client_id, keeps_old=wish["keeps_old"], by=by, now=now())
        told = {
            "client_id": client_id,
            "client_secret": secret,
            "previous_secret_until": client.previous_secret_until,
        }
        return told, 200, version_tag(client.version)


@blp.put(f"{_ONE}/disabling")
@requires(Role.STAFF)
@blp.arguments(DisablingSchema)
@blp.response(200, ClientSchema, headers=ETAG)
@blp.alt_response(403, description="An operator's client")
@blp.alt_response(404, description="Unknown")
def disable(wish: dict[str, bool], client_id: str) -> Answer:
    """Let it sign anybody in, or nobody."""
    with transaction() as session:
        is_disabled = wish["is_disabled"]
        return _answer(disable_platform(session, client_id, is_disabled=is_disabled, by=actor(), now=now()))
