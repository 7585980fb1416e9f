"""What the doors of decision links take."""

from marshmallow import Schema, fields, validate

from enrolment.api.schemas import HrDecisionSchema

LONGEST_TOKEN = 500


class DecisionLinkSchema(Schema):
    """The token of a link of an e-mail."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_TOKEN))


class LinkDecisionSchema(HrDecisionSchema):
    """A decision, with the token that stands for who takes it."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_TOKEN))
