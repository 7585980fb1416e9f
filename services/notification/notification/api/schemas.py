"""What the doors of notification take and give."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from notification.domain.kinds import MessageKind
from notification.domain.message import MessageStatus


class MessagesQuery(PageArgs):
    """Whose messages; one's own without `account_id`, anybody's for staff. `unread`: only those, or only the others."""

    account_id = fields.UUID(load_default=None)
    unread = fields.Boolean(load_default=None)


class MessageSchema(Schema):
    """An e-mail as its trace; `subject` is null once it was erased: its person forgotten, its link gone.

    `link` is the page of the site that it is about, null where it is about none; `read_at` when it was opened there.
    """

    message_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in MessageKind]))
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in MessageStatus]))
    subject = fields.String(required=True, allow_none=True)
    enrolment_id = fields.UUID(required=True, allow_none=True)
    created_at = fields.DateTime(required=True)
    sent_at = fields.DateTime(required=True, allow_none=True)
    link = fields.String(required=True, allow_none=True)
    read_at = fields.DateTime(required=True, allow_none=True)


class UnreadSchema(Schema):
    """How many of one's own messages are unread; 100 stands for a hundred and more."""

    count = fields.Integer(required=True)


class ReadSchema(Schema):
    """How many were unread and now are not."""

    count = fields.Integer(required=True)


class MessagePageSchema(Schema):
    """Messages, newest first."""

    items = fields.List(fields.Nested(MessageSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class FailingAddressesQuery(Schema):
    """Of which organisation."""

    organisation_id = fields.UUID(required=True)


class FailingAddressSchema(Schema):
    """Somebody whose e-mails come back."""

    account_id = fields.UUID(required=True)
    since = fields.DateTime(required=True, metadata={"description": "when the first one came back"})


class FailingAddressesSchema(Schema):
    """Whoever fails longest comes first."""

    items = fields.List(fields.Nested(FailingAddressSchema), required=True)
