"""What the console of staff takes and gives."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from chassis.texts import KEEPABLE
from notification.domain.kinds import MessageKind
from notification.domain.message import MessageStatus

LONGEST_TEXT = 200


class ConsoleQuery(PageArgs):
    """`text` is looked for in subjects, addresses and names."""

    text = fields.String(load_default=None, validate=[validate.Length(max=LONGEST_TEXT), KEEPABLE])
    status = fields.Enum(MessageStatus, by_value=True, load_default=None)
    kind = fields.Enum(MessageKind, by_value=True, load_default=None)
    enrolment_id = fields.UUID(load_default=None)
    written_from = fields.AwareDateTime(load_default=None)
    written_before = fields.AwareDateTime(load_default=None)


class DeliverySchema(Schema):
    """An e-mail as staff see it; what names its person is null once that person was forgotten."""

    message_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    recipient = fields.String(required=True, allow_none=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in MessageKind]))
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in MessageStatus]))
    subject = fields.String(required=True, allow_none=True)
    enrolment_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    sent_at = fields.DateTime(required=True, allow_none=True)
    sent_to = fields.String(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    last_failure = fields.String(required=True, allow_none=True)
    resent_from = fields.UUID(required=True, allow_none=True)
    erased_at = fields.DateTime(required=True, allow_none=True)


class WholeDeliverySchema(DeliverySchema):
    """With both bodies, as they were written."""

    text_body = fields.String(required=True, allow_none=True)
    html_body = fields.String(required=True, allow_none=True)
    may_be_resent = fields.Boolean(required=True)


class DeliveryPageSchema(Schema):
    """Messages, newest first; `counts` are those of the last thirty days by status, whatever was looked for."""

    items = fields.List(fields.Nested(DeliverySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)


class ResentSchema(Schema):
    """The copy that is on its way."""

    message_id = fields.UUID(required=True)
