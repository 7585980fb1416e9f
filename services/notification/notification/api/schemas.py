"""What the doors of notification take and give."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from notification.domain.kinds import MessageKind
from notification.domain.message import MessageStatus


class MessagesQuery(PageArgs):
    """Whose messages; one's own without `account_id`, anybody's for staff."""

    account_id = fields.UUID(load_default=None)


class MessageSchema(Schema):
    """An e-mail as its trace; `subject` is null once it was erased: its person forgotten, its link gone."""

    message_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in MessageKind]))
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in MessageStatus]))
    subject = fields.String(required=True, allow_none=True)
    enrolment_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    sent_at = fields.DateTime(required=True, allow_none=True)


class MessagePageSchema(Schema):
    """Messages, newest first."""

    items = fields.List(fields.Nested(MessageSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
