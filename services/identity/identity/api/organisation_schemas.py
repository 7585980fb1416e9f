"""Organisations, as the API reads and writes them."""

from marshmallow import Schema, fields

from chassis.paging import PageArgs
from identity.api.fields import free_text

LONGEST_SEARCH = 200


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
