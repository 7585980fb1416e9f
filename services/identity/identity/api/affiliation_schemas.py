"""Affiliations and roles, as the API reads and writes them."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from chassis.paging import PageArgs
from chassis.principal import Role
from identity.api.fields import free_text
from identity.api.organisation_schemas import LONGEST_REASON
from identity.domain.affiliations import AffiliationState
from identity.store.people import PeopleOrder


class AffiliationWishSchema(Schema):
    """Where somebody wants to belong, and what they write to whoever decides."""

    organisation_id = fields.UUID(required=True)
    message = free_text(LONGEST_REASON, load_default=None, allow_none=True)


class WithdrawalSchema(Schema):
    """The person themselves needs no reason; others do."""

    reason = free_text(LONGEST_REASON, load_default=None, allow_none=True)


class HandoverSchema(Schema):
    """To whom."""

    to_affiliation_id = fields.UUID(required=True)


class AffiliationArgs(PageArgs):
    """Which affiliations to list. Without an organisation: those of all, for staff."""

    organisation_id = fields.UUID(load_default=None)
    state = fields.Enum(AffiliationState, by_value=True, load_default=None)
    role = fields.Enum(Role, by_value=True, load_default=None)
    has_referent = fields.Boolean(load_default=None, metadata={"description": "of their organisation"})
    sort = fields.Enum(PeopleOrder, by_value=True, load_default=PeopleOrder.NAME)

    @validates_schema
    def check_order(self, data: dict[str, Any], **_options: object) -> None:
        """Of all organisations only what waits, or a role, is listed.

        Raises:
            ValidationError: nothing was named.
        """
        if data["organisation_id"] is None and data["state"] is None and data["role"] is None:
            raise ValidationError("Name an organisation, a state or a role.", "organisation_id")


class AffiliatedPersonSchema(Schema):
    """One affiliation with its person."""

    affiliation_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True)
    siret = fields.String(required=True)
    has_referent = fields.Boolean(required=True, metadata={"description": "of the organisation"})
    state = fields.Enum(AffiliationState, by_value=True, required=True)
    roles = fields.List(fields.String(validate=validate.OneOf([role.value for role in Role])), required=True)
    civility = fields.String(required=True, allow_none=True)
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.String(required=True)
    job_title = fields.String(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    first_signed_in_at = fields.AwareDateTime(required=True, allow_none=True)
    requested_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    message = fields.String(required=True, allow_none=True)


class AffiliatedPersonPageSchema(Schema):
    """A page of people."""

    items = fields.List(fields.Nested(AffiliatedPersonSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class MovedAffiliationSchema(Schema):
    """An affiliation after a move."""

    affiliation_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    state = fields.Enum(AffiliationState, by_value=True, required=True)
    roles = fields.List(fields.String(), required=True)
    requested_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
