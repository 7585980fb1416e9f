"""The rules of participation, as the API reads and writes them."""

from typing import Any

from marshmallow import Schema, fields, validate

from chassis.paging import PageArgs
from enrolment.api.fields import reason
from enrolment.domain.policy import CapScope, PromotionMode
from enrolment.domain.policy_drafts import RehearsalState
from enrolment.domain.rehearsal import Outcome

MOST_WAVES = 24


def _number(*, least: int = 0, most: int = 60, meaning: str) -> fields.Integer:
    limits = validate.Range(min=least, max=most)
    return fields.Integer(required=True, strict=True, validate=limits, metadata={"description": meaning})


class WaveDay(fields.Date):
    """A day, which a policy keeps as text."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | float | None:
        return value if isinstance(value, str) else super()._serialize(value, attr, obj, **kwargs)


class WaveSchema(Schema):
    """From this day on, who has obtained at most so many member-only actions this year may ask."""

    opens_on = WaveDay(required=True)
    most_obtained = _number(most=100, meaning="member-only actions obtained this year")


class TermsSchema(Schema):
    """What a version of the rules says."""

    effective_on = fields.Date(required=True)
    member_only_quota = _number(most=100, meaning="member-only actions a person and calendar year")
    formation_quota = _number(most=100, meaning="formations among them")
    organisation_cap = _number(most=1_000, meaning="people of one organisation on one formation")
    organisation_cap_scope = fields.Enum(CapScope, by_value=True, required=True)
    cap_lift_days = _number(meaning="days before the session from which people beyond the cap may take part")
    withdrawal_deadline_days = _number(meaning="days before the session until which a withdrawal is early")
    promotion_deadline_days = _number(meaning="days before the session until which freed seats are given on at once")
    free_cancellation_days = _number(meaning="days during which a moved session may be left freely")
    late_withdrawal_uses_right = fields.Boolean(required=True)
    absence_uses_right = fields.Boolean(required=True)
    promotion_mode = fields.Enum(PromotionMode, by_value=True, required=True)
    offer_answer_hours = _number(least=1, most=720, meaning="hours to answer an offered place")
    reminder_days = _number(meaning="days before the session at which people are reminded; 0: never")
    last_reminder_days = _number(meaning="days before it at which they are reminded once more; 0: not again")
    hr_reminder_days = _number(least=1, meaning="days after which an HR validator is reminded of a request")
    hr_escalation_days = _number(least=1, meaning="days after which the referent is told of it")
    presence_contest_days = _number(meaning="days during which a presence may be contested")
    waves = fields.List(fields.Nested(WaveSchema), required=True, validate=validate.Length(max=MOST_WAVES))
    note = reason(load_default="")


class PolicySchema(TermsSchema):
    """A version that came, or will come, into force. It never changes."""

    version = fields.Integer(required=True)


class PolicyArgs(Schema):
    """Of which day; today where none is named."""

    day = fields.Date(load_default=None)


class ListedPolicySchema(PolicySchema):
    """With who published it, and whether it holds today."""

    created_at = fields.DateTime(required=True)
    created_by_name = fields.String(required=True, allow_none=True)
    is_in_force = fields.Boolean(required=True)
    is_to_come = fields.Boolean(required=True)


class PoliciesSchema(Schema):
    """Every version, newest first."""

    items = fields.List(fields.Nested(ListedPolicySchema), required=True)


class RehearsalSchema(Schema):
    """How far the dry run has come."""

    year = fields.Integer(required=True)
    state = fields.Enum(RehearsalState, by_value=True, required=True)
    total = fields.Integer(required=True, allow_none=True)
    done = fields.Integer(required=True, allow_none=True)
    finished_at = fields.DateTime(required=True, allow_none=True)


class DraftSchema(Schema):
    """A policy in the making."""

    draft_id = fields.UUID(required=True)
    version = fields.Integer(required=True, metadata={"description": "also the ETag, for If-Match"})
    terms = fields.Nested(TermsSchema, required=True, attribute="typed_terms")
    updated_at = fields.DateTime(required=True)
    rehearsal = fields.Method("_rehearsal", required=True, metadata={"type": ["object", "null"]})

    def _rehearsal(self, draft: Any) -> dict[str, Any] | None:
        if draft.rehearsed_year is None:
            return None
        told = {
            "year": draft.rehearsed_year,
            "state": draft.rehearsal_state,
            "total": draft.rehearsal_total,
            "done": draft.rehearsal_done,
            "finished_at": draft.rehearsed_at,
        }
        dumped: dict[str, Any] = RehearsalSchema().dump(told)
        return dumped


class DraftsSchema(Schema):
    """Every draft, last edited first."""

    items = fields.List(fields.Nested(DraftSchema), required=True)


class RehearsalAskedSchema(Schema):
    """The requests of which year to replay."""

    year = fields.Integer(required=True, strict=True, validate=validate.Range(min=2000, max=2100))


class OutcomeArgs(PageArgs):
    """A page of outcomes."""


class ResultSchema(Schema):
    """What a request came to, and whether it used a right in the end."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    right_used = fields.Boolean(required=True)


class ChangedSchema(Schema):
    """A request whose outcome is another under the draft."""

    enrolment_id = fields.UUID(required=True)
    requested_at = fields.DateTime(required=True)
    person_name = fields.String(required=True, allow_none=True)
    organisation_name = fields.String(required=True, allow_none=True)
    action_title = fields.String(required=True, allow_none=True)
    before = fields.Nested(ResultSchema, required=True)
    after = fields.Nested(ResultSchema, required=True)


class WaySchema(Schema):
    """How many requests go from one outcome to another."""

    before = fields.Nested(ResultSchema, required=True)
    after = fields.Nested(ResultSchema, required=True)
    count = fields.Integer(required=True)


class OutcomePageSchema(Schema):
    """Whose outcome changes, first asked first, and how many go which way."""

    items = fields.List(fields.Nested(ChangedSchema), required=True)
    summary = fields.List(fields.Nested(WaySchema), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
