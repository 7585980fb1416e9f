"""Accounts for staff, and the log of rights for the people of an organisation."""

from typing import Any
from uuid import UUID

from chassis.auth import requires
from chassis.clock import now
from chassis.database import transaction
from chassis.doors import Blueprint
from chassis.paging import PageArgs
from chassis.principal import Role
from identity.api.acting import actor
from identity.api.answers import Answer, after_of, instant_key, named_key, page_of
from identity.api.people_schemas import (
    AccountArgs,
    AccountPageSchema,
    AccountSchema,
    LogPageSchema,
    dump_account,
    dump_log,
)
from identity.usecases.read_people import read_account, read_accounts, read_rights_log

blp = Blueprint("people", __name__, url_prefix="/api/identity/v1", description="Accounts and changes of rights")


@blp.get("/accounts")
@requires(Role.STAFF)
@blp.arguments(AccountArgs, location="query")
@blp.response(200, AccountPageSchema)
def list_accounts(query: dict[str, Any]) -> Answer:
    """By name; every word of `q` is in the name or in the address."""
    after = after_of(query["cursor"], named_key)
    with transaction() as session:
        rows = read_accounts(
            session, query["q"], is_staff=query["is_staff"], by=actor(), after=after, limit=query["limit"]
        )
    return page_of(rows.items, rows.next_after)


@blp.get("/accounts/<uuid:account_id>")
@requires(Role.STAFF)
@blp.response(200, AccountSchema)
@blp.alt_response(404, description="No such account, or its person is forgotten")
def read(account_id: UUID) -> dict[str, Any]:
    """One account with its affiliations."""
    with transaction() as session:
        account, organisations = read_account(session, account_id, by=actor())
        return dump_account(account, organisations, today=now().date())


@blp.get("/accounts/<uuid:account_id>/rights-log")
@requires(Role.STAFF)
@blp.arguments(PageArgs, location="query")
@blp.response(200, LogPageSchema)
def log_of_account(query: dict[str, Any], account_id: UUID) -> Answer:
    """Every change of the rights of one person, newest first."""
    page = (after_of(query["cursor"], instant_key), query["limit"])
    with transaction() as session:
        rows, last = read_rights_log(session, organisation_id=None, account_id=account_id, by=actor(), page=page)
    return page_of([dump_log(row) for row in rows], last)


@blp.get("/organisations/<uuid:organisation_id>/rights-log")
@requires()
@blp.arguments(PageArgs, location="query")
@blp.response(200, LogPageSchema)
@blp.alt_response(403, description="Not an organisation of this person")
def log_of_organisation(query: dict[str, Any], organisation_id: UUID) -> Answer:
    """Every change of rights in one's own organisation, newest first."""
    page = (after_of(query["cursor"], instant_key), query["limit"])
    with transaction() as session:
        rows, last = read_rights_log(session, organisation_id=organisation_id, account_id=None, by=actor(), page=page)
    return page_of([dump_log(row) for row in rows], last)
