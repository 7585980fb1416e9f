"""What the doors of documents take and give."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from documents.domain.document import ISSUED, DocumentKind, DocumentStatus

_READABLE = [status.value for status in DocumentStatus if status is not DocumentStatus.DROPPED]
_KINDS = [kind.value for kind in DocumentKind]


class DocumentsQuery(PageArgs):
    """Which documents to list."""

    enrolment_id = fields.UUID(load_default=None)


class TraineeSchema(Schema):
    """The person a document is about."""

    civility = fields.String(required=True, allow_none=True, validate=validate.OneOf(["mr", "mrs"]))
    given_name = fields.String(required=True)
    family_name = fields.String(required=True)


class DocumentSchema(Schema):
    """A document; number, code and date are null until it is issued, `trainee` once the person is forgotten."""

    document_id = fields.UUID(required=True)
    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    status = fields.String(required=True, validate=validate.OneOf(_READABLE))
    number = fields.String(required=True, allow_none=True)
    title = fields.String(required=True, allow_none=True)
    trainee = fields.Nested(TraineeSchema, required=True, allow_none=True)
    net_minutes = fields.Integer(required=True, allow_none=True)
    enrolment_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    training_action_id = fields.UUID(required=True)
    training_session_id = fields.UUID(required=True)
    provider_organisation_id = fields.UUID(required=True, allow_none=True)
    requested_at = fields.DateTime(required=True)
    issued_at = fields.DateTime(required=True, allow_none=True)
    replaced_by = fields.UUID(required=True, allow_none=True)
    verification_code = fields.String(required=True, allow_none=True)
    verification_url = fields.String(required=True, allow_none=True)
    has_file = fields.Boolean(required=True)
    file_size = fields.Integer(required=True, allow_none=True, metadata={"description": "Bytes"})
    file_sha256 = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class DocumentPageSchema(Schema):
    """Documents, newest first."""

    items = fields.List(fields.Nested(DocumentSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class NotReadySchema(Schema):
    """The document is still being issued; ask again at `look_at`."""

    status = fields.String(required=True, validate=validate.Equal(DocumentStatus.PENDING.value))
    look_at = fields.String(required=True, metadata={"description": "Path of the document"})


class AddressSchema(Schema):
    """A postal address."""

    street = fields.String(required=True)
    postcode = fields.String(required=True)
    city = fields.String(required=True)


class ProviderSchema(Schema):
    """The organisation that ran the action."""

    name = fields.String(required=True)
    activity_declaration_number = fields.String(required=True, allow_none=True)
    address = fields.Nested(AddressSchema, required=True)


class EmployerSchema(Schema):
    """The organisation for which the request was made."""

    name = fields.String(required=True)


class SignatorySchema(Schema):
    """Who signs for the provider."""

    name = fields.String(required=True)
    job_title = fields.String(required=True, allow_none=True)


class PaperSchema(Schema):
    """All that the paper says."""

    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    number = fields.String(required=True)
    issued_at = fields.String(required=True, metadata={"format": "date-time"})
    issued_on = fields.String(required=True, metadata={"format": "date", "description": "Day in Europe/Paris"})
    provider = fields.Nested(ProviderSchema, required=True)
    trainee = fields.Nested(TraineeSchema, required=True, allow_none=True)
    employer = fields.Nested(EmployerSchema, required=True)
    title = fields.String(required=True)
    nature = fields.String(required=True)
    delivery_mode = fields.String(required=True)
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    net_minutes = fields.Integer(required=True, metadata={"description": "Attended, without breaks"})
    net_hours = fields.Float(required=True, metadata={"description": "The same in hours, two decimals"})
    place = fields.String(required=True, metadata={"description": "Place of issue"})
    signatory = fields.Nested(SignatorySchema, required=True, allow_none=True)


class VerificationSchema(Schema):
    """Whether a document holds, and what it says."""

    code = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(sorted(status.value for status in ISSUED)))
    status_changed_at = fields.DateTime(required=True)
    replaced_by_number = fields.String(required=True, allow_none=True)
    file_sha256 = fields.String(required=True, metadata={"description": "Of the PDF as issued"})
    document = fields.Nested(PaperSchema, required=True)
