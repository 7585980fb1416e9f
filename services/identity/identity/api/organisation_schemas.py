"""Organisations, as the API reads and writes them."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from identity.api.fields import free_text, words
from identity.domain.organisations import Address, Organisation
from identity.store.organisation_lists import OrganisationFilter

LONGEST_SEARCH = 200
LONGEST_NAME = 200
LONGEST_REASON = 1_000
_NUMBER = r"^[0-9 ]{11,20}$"


def siret(**options: Any) -> fields.String:
    """Digits, spaces allowed; whether it is a SIRET is the domain's to say."""
    return fields.String(validate=validate.Regexp(r"^[0-9 ]{14,25}$"), **options)


def activity_number(**options: Any) -> fields.String:
    """Digits, spaces allowed."""
    return fields.String(allow_none=True, validate=validate.Regexp(_NUMBER), **options)


def postcode(**options: Any) -> fields.String:
    """Of France."""
    return fields.String(validate=validate.Regexp(r"^[0-9]{5}$"), **options)


class OrganisationSearchArgs(PageArgs):
    """What somebody typed."""

    q = free_text(LONGEST_SEARCH, required=True, metadata={"description": "SIRET, SIREN, or words of name and city"})


class FoundOrganisationSchema(Schema):
    """What anybody may know of an organisation."""

    organisation_id = fields.UUID(required=True)
    siret = fields.String(required=True)
    name = fields.String(required=True)
    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)


class FoundOrganisationPageSchema(Schema):
    """The nearest first."""

    items = fields.List(fields.Nested(FoundOrganisationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class OrganisationArgs(PageArgs):
    """Which organisations to list."""

    q = free_text(LONGEST_SEARCH, load_default="")
    filter = fields.Enum(OrganisationFilter, by_value=True, load_default=OrganisationFilter.ALL)


class ListedOrganisationSchema(FoundOrganisationSchema):
    """An organisation as staff go through them."""

    activity_declaration_number = fields.String(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    member_until = fields.Date(required=True, allow_none=True, metadata={"description": "Of the membership in force"})
    confirmed_people = fields.Integer(required=True)
    requested_people = fields.Integer(required=True)
    has_referent = fields.Boolean(required=True)


class ListedOrganisationPageSchema(Schema):
    """By name."""

    items = fields.List(fields.Nested(ListedOrganisationSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class NewOrganisationSchema(Schema):
    """An organisation that staff register themselves."""

    siret = siret(required=True)
    name = words(LONGEST_NAME, required=True)
    street = free_text(LONGEST_NAME, required=True)
    postcode = postcode(required=True)
    city = words(LONGEST_NAME, required=True)
    activity_declaration_number = activity_number(load_default=None)


class MembershipSchema(Schema):
    """A period; both days included."""

    membership_id = fields.UUID(required=True)
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)


class OrganisationSchema(FoundOrganisationSchema):
    """An organisation for its people and for staff."""

    activity_declaration_number = fields.String(required=True, allow_none=True)
    closed_on = fields.Date(required=True, allow_none=True)
    memberships = fields.List(fields.Nested(MembershipSchema), required=True)
    is_member = fields.Boolean(required=True, metadata={"description": "Membership in force today"})
    has_referent = fields.Boolean(required=True)


class ReasonSchema(Schema):
    """Why."""

    reason = words(LONGEST_REASON, required=True)


def address_of(values: dict[str, Any]) -> Address:
    """The address among the fields of a form."""
    return Address(street=values["street"].strip(), postcode=values["postcode"], city=values["city"].strip())


def dump_organisation(organisation: Organisation, *, is_member: bool, has_referent: bool) -> dict[str, Any]:
    """A mapping of OrganisationSchema's shape."""
    names = ("siret", "name", "street", "postcode", "city", "activity_declaration_number", "closed_on")
    return {
        "organisation_id": organisation.id,
        **{name: getattr(organisation, name) for name in names},
        "memberships": [
            {"membership_id": one.id, "starts_on": one.starts_on, "ends_on": one.ends_on}
            for one in sorted(organisation.memberships, key=lambda one: one.starts_on, reverse=True)
        ],
        "is_member": is_member,
        "has_referent": has_referent,
    }
