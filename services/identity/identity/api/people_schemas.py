"""Accounts and the log of rights, as the API reads them."""

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import Schema, fields

from chassis.paging import PageArgs
from identity.api.fields import free_text
from identity.api.organisation_schemas import LONGEST_SEARCH
from identity.api.schemas import AffiliationSchema
from identity.domain.accounts import Account
from identity.domain.organisations import Organisation

_NAMES = ("civility", "given_name", "family_name", "email", "job_title", "is_staff", "first_signed_in_at", "created_at")


class AccountArgs(PageArgs):
    """Which accounts to list."""

    q = free_text(LONGEST_SEARCH, load_default="")
    is_staff = fields.Boolean(load_default=None)


class ListedAccountSchema(Schema):
    """One account in the list."""

    account_id = fields.UUID(required=True)
    civility = fields.String(required=True, allow_none=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)
    job_title = fields.String(required=True, allow_none=True)
    state = fields.String(required=True)
    is_staff = fields.Boolean(required=True)
    first_signed_in_at = fields.AwareDateTime(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)


class AccountPageSchema(Schema):
    """By name."""

    items = fields.List(fields.Nested(ListedAccountSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class AccountSchema(ListedAccountSchema):
    """One account with what it may do where."""

    phone = fields.String(required=True, allow_none=True)
    mobile_phone = fields.String(required=True, allow_none=True)
    affiliations = fields.List(fields.Nested(AffiliationSchema), required=True)


class LogEntrySchema(Schema):
    """One change of rights. Names are null for a person who was forgotten, and for the platform itself."""

    at = fields.AwareDateTime(required=True)
    fact = fields.String(required=True)
    role = fields.String(required=True, allow_none=True)
    account_id = fields.UUID(required=True)
    account_name = fields.String(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    actor_name = fields.String(required=True, allow_none=True)
    actor_role = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class LogPageSchema(Schema):
    """Newest first."""

    items = fields.List(fields.Nested(LogEntrySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def dump_account(account: Account, organisations: dict[UUID, Organisation], *, today: date) -> dict[str, Any]:
    """A mapping of AccountSchema's shape."""
    return {
        "account_id": account.id,
        "state": account.state.value,
        **{name: getattr(account, name) for name in (*_NAMES, "phone", "mobile_phone")},
        "affiliations": [
            {
                "affiliation_id": one.id,
                "organisation_id": one.organisation_id,
                "organisation_name": organisations[one.organisation_id].name,
                "siret": organisations[one.organisation_id].siret,
                "is_member": organisations[one.organisation_id].is_member(today),
                "state": one.state.value,
                "roles": [role.value for role in one.roles()],
                "requested_at": one.requested_at,
                "decided_at": one.decided_at,
                "reason": one.reason,
            }
            for one in account.affiliations
        ],
    }


def dump_log(row: dict[str, Any]) -> dict[str, Any]:
    """A mapping of LogEntrySchema's shape."""
    names = ("account_name", "organisation_name", "actor_name")
    return {
        **{name: row[name] for name in ("at", "fact", "account_id", "reason")},
        **{name: row[name].value if row[name] else None for name in ("role", "actor_role")},
        **{name: row[name] or None for name in names},
    }
