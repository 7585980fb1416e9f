"""The form with which HR validators and training providers decide."""

from uuid import UUID

from wtforms import HiddenField, TextAreaField
from wtforms.validators import AnyOf, Length

from chassis.ids import new_id
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.access import token
from web.pages.forms import PageForm
from web.pages.rendering import Told, refusal
from web.pages.wiring import wiring

LONGEST_REASON = 1_000
CONFLICT, INVALID = 409, 422
OTHER = "other"
_CODES = ["", *labels.decisions.REASONS]
_MISSING = {
    "refuse": labels.FORM_ERRORS["reason"],
    "decline": labels.FORM_ERRORS["reason"],
    "withdraw": labels.FORM_ERRORS["consent-reason"],
    "cancel": labels.FORM_ERRORS["cancellation-reason"],
}


class DecisionForm(PageForm):
    """`decision` comes from the button that was pressed; the reason is required where something is denied."""

    decision = HiddenField(validators=[AnyOf(["approve", "refuse", "withdraw", "accept", "decline", "cancel"])])
    key = HiddenField(default=lambda: str(new_id()))
    person_name = HiddenField()
    reason_code = HiddenField(default="", validators=[AnyOf(_CODES)])
    reason = TextAreaField(
        validators=[Length(max=LONGEST_REASON, message=labels.FORM_ERRORS["reason-length"].format(max=LONGEST_REASON))]
    )
    told: Told | None = None

    @property
    def answer_status(self) -> int:
        """409 where the service refused, 422 where the form is incomplete."""
        return CONFLICT if self.told else INVALID


def decided(form: DecisionForm, enrolment_id: UUID, *, by: str) -> bool:
    """Send the decision; False where the form must be shown again, with errors or with what the service told."""
    if not form.validate_on_submit():
        return False
    if not _says_why(form):
        return False
    try:
        _send(form, enrolment_id, by=by)
    except Refused as refused:
        form.told = refusal(refused, of_another=True)
        return False
    return True


def decided_by_link(form: DecisionForm, link: str) -> Json | None:
    """The request as it is after the decision; None where the form must be shown again."""
    if not form.validate_on_submit() or not _says_why(form):
        return None
    try:
        return wiring().hr_desk.decide_by_link(link, decision=_decision(form))
    except Refused as refused:
        form.told = refusal(refused)
        return None


def _says_why(form: DecisionForm) -> bool:
    """Where something is denied, a reason of the list, one in words, or both."""
    has_text = bool((form.reason.data or "").strip())
    if form.decision.data not in _MISSING or has_text or form.reason_code.data not in ("", OTHER):
        return True
    form.reason.errors = [_MISSING[form.decision.data]]
    return False


def _decision(form: DecisionForm) -> dict[str, str]:
    reason, code = (form.reason.data or "").strip(), form.reason_code.data
    found = {"decision": form.decision.data} | ({"reason": reason} if reason else {})
    return found | ({"reason_code": code} if code and form.decision.data in ("refuse", "decline") else {})


def deciding_many(form: DecisionForm, enrolment_ids: list[str]) -> list[Json] | None:
    """The outcome of each request; None where the form must be shown again."""
    if not form.validate_on_submit() or not _says_why(form):
        return None
    try:
        answer = wiring().hr_desk.decide_many(enrolment_ids, decision=_decision(form), token=token(), key=form.key.data)
    except Refused as refused:
        form.told = refusal(refused, of_another=True)
        return None
    items: list[Json] = answer["items"]
    return items


def _send(form: DecisionForm, enrolment_id: UUID, *, by: str) -> None:
    enrolments = wiring().enrolments
    endings = {"withdraw": enrolments.withdraw_consent, "cancel": enrolments.cancel_as_staff}
    if form.decision.data in endings:
        reason = (form.reason.data or "").strip()
        endings[form.decision.data](enrolment_id, reason=reason, token=token(), key=form.key.data)
        return
    enrolments.decide(enrolment_id, by=by, decision=_decision(form), token=token(), key=form.key.data)
