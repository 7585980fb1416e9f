"""What the doors of badges take and give."""

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from chassis.texts import KEEPABLE, WORDS
from documents.api.schemas import TraineeSchema
from documents.domain.badge import BadgeStatus

_STATUSES = [status.value for status in BadgeStatus if status is not BadgeStatus.DROPPED]
LONGEST_TEXT, LONGEST_URL = 2_000, 500


class BadgeWishSchema(Schema):
    """A request for a badge; both pieces of evidence are optional."""

    enrolment_id = fields.UUID(required=True)
    evidence_url = fields.Url(
        load_default=None, allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=LONGEST_URL)
    )
    evidence_text = fields.String(
        load_default=None, allow_none=True, validate=[validate.Length(max=LONGEST_TEXT), KEEPABLE]
    )


class BadgeDecisionSchema(Schema):
    """The provider's answer; declining needs a reason."""

    decision = fields.String(required=True, validate=validate.OneOf(["accept", "decline"]))
    reason = fields.String(load_default=None, allow_none=True, validate=[validate.Length(max=1_000), WORDS])


class BadgesQuery(PageArgs):
    """Which badges to list."""

    enrolment_id = fields.UUID(load_default=None)
    account_id = fields.UUID(load_default=None)
    status = fields.Enum(BadgeStatus, by_value=True, load_default=None)


class BadgeSchema(Schema):
    """A badge; `person` is null once the person is forgotten."""

    badge_id = fields.UUID(required=True)
    status = fields.String(required=True, validate=validate.OneOf(_STATUSES))
    title = fields.String(required=True, allow_none=True)
    person = fields.Nested(TraineeSchema, required=True, allow_none=True)
    enrolment_id = fields.UUID(required=True)
    account_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    training_action_id = fields.UUID(required=True)
    training_session_id = fields.UUID(required=True)
    publication_number = fields.Integer(required=True)
    provider_organisation_id = fields.UUID(required=True)
    requested_at = fields.DateTime(required=True)
    status_changed_at = fields.DateTime(required=True)
    issued_at = fields.DateTime(required=True, allow_none=True)
    evidence_url = fields.String(required=True, allow_none=True)
    evidence_text = fields.String(required=True, allow_none=True)
    decided_by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True, allow_none=True)
    has_files = fields.Boolean(required=True)
    assertion_url = fields.String(required=True, allow_none=True)
    version = fields.Integer(required=True)


class BadgePageSchema(Schema):
    """Badges, newest first."""

    items = fields.List(fields.Nested(BadgeSchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class BadgeNotReadySchema(Schema):
    """The badge is still being signed; ask again at `look_at`."""

    status = fields.String(required=True, validate=validate.Equal(BadgeStatus.ACCEPTED.value))
    look_at = fields.String(required=True, metadata={"description": "Path of the badge"})
