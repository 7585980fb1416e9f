"""What the JSON doors answer."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.principal import Role
from identity.domain.accounts import Civility
from identity.domain.affiliations import Affiliation, AffiliationState
from identity.usecases.tell_me import Me


class AffiliationSchema(Schema):
    """One affiliation of the person."""

    affiliation_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    organisation_name = fields.String(required=True)
    siret = fields.String(required=True)
    is_member = fields.Boolean(required=True, metadata={"description": "Membership in force today"})
    state = fields.String(required=True, validate=validate.OneOf([state.value for state in AffiliationState]))
    roles = fields.List(
        fields.String(validate=validate.OneOf([role.value for role in Role if role is not Role.STAFF])), required=True
    )
    requested_at = fields.AwareDateTime(required=True)
    decided_at = fields.AwareDateTime(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)


class MeSchema(Schema):
    """The account of the bearer."""

    account_id = fields.UUID(required=True)
    civility = fields.String(
        required=True, allow_none=True, validate=validate.OneOf([civility.value for civility in Civility])
    )
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)
    email = fields.Email(required=True, allow_none=True)
    phone = fields.String(required=True, allow_none=True)
    mobile_phone = fields.String(required=True, allow_none=True)
    job_title = fields.String(required=True, allow_none=True)
    is_staff = fields.Boolean(required=True)
    first_signed_in_at = fields.AwareDateTime(required=True, allow_none=True)
    affiliations = fields.List(fields.Nested(AffiliationSchema), required=True)


def dump_me(me: Me) -> dict[str, Any]:
    """A mapping of MeSchema's shape."""
    account = me.account
    return {
        "account_id": account.id,
        "civility": account.civility,
        "given_name": account.given_name,
        "family_name": account.family_name,
        "email": account.email,
        "phone": account.phone,
        "mobile_phone": account.mobile_phone,
        "job_title": account.job_title,
        "is_staff": account.is_staff,
        "first_signed_in_at": account.first_signed_in_at,
        "affiliations": [_dump_affiliation(me, one) for one in account.affiliations],
    }


def _dump_affiliation(me: Me, affiliation: Affiliation) -> dict[str, Any]:
    organisation = me.organisations[affiliation.organisation_id]
    return {
        "affiliation_id": affiliation.id,
        "organisation_id": affiliation.organisation_id,
        "organisation_name": organisation.name,
        "siret": organisation.siret,
        "is_member": organisation.id in me.members,
        "state": affiliation.state.value,
        "roles": [role.value for role in affiliation.roles()],
        "requested_at": affiliation.requested_at,
        "decided_at": affiliation.decided_at,
        "reason": affiliation.reason,
    }
