"""What the doors of documents take and give."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from chassis.texts import KEEPABLE, WORDS
from documents.domain.document import ISSUED, DocumentKind, DocumentStatus

_READABLE = [status.value for status in DocumentStatus if status is not DocumentStatus.DROPPED]
_KINDS = [kind.value for kind in DocumentKind]


class DocumentsQuery(PageArgs):
    """Which documents to list."""

    enrolment_id = fields.UUID(load_default=None)
    account_id = fields.UUID(load_default=None)
    training_session_id = fields.UUID(load_default=None)
    kind = fields.Enum(DocumentKind, by_value=True, load_default=None)
    status = fields.Enum(DocumentStatus, by_value=True, load_default=None)


class RevocationSchema(Schema):
    """Why a document is taken back."""

    reason = fields.String(required=True, validate=[validate.Length(min=1, max=1_000), WORDS])


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
    employer_name = fields.String(required=True, allow_none=True)
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
    replaces_number = fields.String(required=True, allow_none=True)
    revocation_reason = fields.String(required=True, allow_none=True)
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


class IssuerSchema(ProviderSchema):
    """Cap Métiers, as the paper shows it."""

    signatory = fields.Nested(SignatorySchema, required=True, allow_none=True)


class EvaluationSchema(Schema):
    """What was found where an evaluation was planned."""

    method = fields.String(required=True)
    result = fields.String(required=True, allow_none=True)
    comment = fields.String(required=True, allow_none=True)


class PlaceSchema(AddressSchema):
    """Where a slot is given."""

    name = fields.String(required=True)


class SlotSchema(Schema):
    """A slot, in the hours of Europe/Paris."""

    date = fields.String(required=True, metadata={"format": "date"})
    starts = fields.String(required=True)
    ends = fields.String(required=True)
    delivery_mode = fields.String(required=True)
    place = fields.Nested(PlaceSchema, required=True, allow_none=True)
    map_url = fields.String(required=True, allow_none=True)


class PaperSchema(Schema):
    """All that the paper says; what its kind does not say is absent."""

    kind = fields.String(required=True, validate=validate.OneOf(_KINDS))
    number = fields.String(required=True)
    issued_at = fields.String(required=True, metadata={"format": "date-time"})
    issued_on = fields.String(required=True, metadata={"format": "date", "description": "Day in Europe/Paris"})
    issuer = fields.Nested(IssuerSchema, allow_none=True)
    provider = fields.Nested(ProviderSchema, required=True)
    trainee = fields.Nested(TraineeSchema, required=True, allow_none=True)
    employer = fields.Nested(EmployerSchema, required=True)
    title = fields.String(required=True)
    nature = fields.String(required=True)
    delivery_mode = fields.String(required=True)
    first_day = fields.String(required=True, metadata={"format": "date"})
    last_day = fields.String(required=True, metadata={"format": "date"})
    place = fields.String(required=True, metadata={"description": "Place of issue"})
    signatory = fields.Nested(SignatorySchema, required=True, allow_none=True)
    net_minutes = fields.Integer(metadata={"description": "Attended, without breaks"})
    net_hours = fields.Float(metadata={"description": "The same in hours, two decimals"})
    planned_minutes = fields.Integer(allow_none=True)
    objectives = fields.String()
    evaluation = fields.Nested(EvaluationSchema, allow_none=True)
    duration_days = fields.String()
    slots = fields.List(fields.Nested(SlotSchema))
    prerequisites = fields.String()
    accessibility = fields.String()
    rules_of_procedure = fields.String()


class VerificationSchema(Schema):
    """Whether a document holds, and what it says."""

    code = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(sorted(status.value for status in ISSUED)))
    status_changed_at = fields.DateTime(required=True)
    replaced_by_number = fields.String(required=True, allow_none=True)
    file_sha256 = fields.String(required=True, metadata={"description": "Of the PDF as issued"})
    document = fields.Nested(PaperSchema, required=True)


class SealCertificateSchema(Schema):
    """A certificate of the seal, with those above it."""

    fingerprint = fields.String(required=True, metadata={"description": "SHA-256, hexadecimal"})
    chain = fields.String(required=True, metadata={"description": "PEM"})
    not_before = fields.DateTime(required=True)
    not_after = fields.DateTime(required=True)
    first_used_at = fields.DateTime(required=True)


class SealCertificatesSchema(Schema):
    """Certificates of the seal, newest first."""

    items = fields.List(fields.Nested(SealCertificateSchema), required=True)


def _text(longest: int, *, is_required: bool) -> fields.String:
    if is_required:
        return fields.String(required=True, validate=[validate.Length(max=longest), WORDS])
    return fields.String(load_default=None, allow_none=True, validate=[validate.Length(max=longest), KEEPABLE])


class NewIssuerIdentitySchema(Schema):
    """Cap Métiers as papers are to show it; `logo_png_base64` null keeps the logo."""

    name = _text(200, is_required=True)
    street = _text(200, is_required=True)
    postcode = _text(10, is_required=True)
    city = _text(100, is_required=True)
    activity_declaration_number = _text(30, is_required=False)
    signatory_name = _text(200, is_required=False)
    signatory_job_title = _text(200, is_required=False)
    logo_png_base64 = _text(500_000, is_required=False)
    removes_logo = fields.Boolean(load_default=False)


class IssuerIdentitySchema(Schema):
    """Cap Métiers as papers show it; version 0 and nulls before the first one."""

    version = fields.Integer(required=True)
    name = fields.String(required=True, allow_none=True)
    street = fields.String(required=True, allow_none=True)
    postcode = fields.String(required=True, allow_none=True)
    city = fields.String(required=True, allow_none=True)
    activity_declaration_number = fields.String(required=True, allow_none=True)
    signatory_name = fields.String(required=True, allow_none=True)
    signatory_job_title = fields.String(required=True, allow_none=True)
    has_logo = fields.Boolean(required=True)
    recorded_at = fields.DateTime(required=True, allow_none=True)
