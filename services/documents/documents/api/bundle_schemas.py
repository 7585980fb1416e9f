"""What the doors of bundles take and give."""

from marshmallow import Schema, fields, validate

from chassis.texts import KEEPABLE
from documents.domain.bundle import BundleKind, BundleStatus


class NewBundleSchema(Schema):
    """Which bundle; each kind needs one of the subjects (see the glossary), a passport none."""

    kind = fields.Enum(BundleKind, by_value=True, required=True)
    account_id = fields.UUID(load_default=None, allow_none=True)
    training_session_id = fields.UUID(load_default=None, allow_none=True)
    training_action_id = fields.UUID(load_default=None, allow_none=True)
    template = fields.String(load_default=None, allow_none=True, validate=[validate.Length(max=100), KEEPABLE])


class BundleSchema(Schema):
    """A bundle; the file is there from `ready` to `expires_at`."""

    bundle_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf([kind.value for kind in BundleKind]))
    status = fields.String(required=True, validate=validate.OneOf([status.value for status in BundleStatus]))
    parameters = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    requested_at = fields.DateTime(required=True)
    ready_at = fields.DateTime(required=True, allow_none=True)
    expires_at = fields.DateTime(required=True, allow_none=True)
    file_size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes"})
    shown_name = fields.String(required=True, allow_none=True)


class BundleListSchema(Schema):
    """The newest bundles."""

    items = fields.List(fields.Nested(BundleSchema), required=True)


class BundleNotReadySchema(Schema):
    """The file is still being made; ask again at `look_at`."""

    status = fields.String(required=True, validate=validate.Equal(BundleStatus.PENDING.value))
    look_at = fields.String(required=True, metadata={"description": "Path of the bundle"})
