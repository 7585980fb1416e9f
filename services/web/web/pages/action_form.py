"""The form of a training action: what editors type, kept whatever the service answers."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from chassis.ids import new_id
from web import labels
from web.clients.gateway import Json
from web.domain.errors import Refused
from web.pages.forms import PageForm

PROSE = (
    "objectives", "audience", "prerequisites", "content", "methods", "evaluation", "accessibility",
    "rules_of_procedure",
)  # fmt: skip
LONGEST_PROSE = 20_000
EMPTY_TRAINERS, MOST_TRAINERS = 2, 20
_MODES = [(mode, name.capitalize()) for mode, name in labels.catalogue.DELIVERY_MODES.items()]
_ONE_DAY, _MOST_DAYS = Decimal("0.1"), Decimal("999.9")


def _needed(name: str) -> InputRequired:
    field = labels.editing.FIELDS[name]
    return InputRequired(labels.filled(labels.FORM_ERRORS["field-missing"], field=field))


def _prose() -> TextAreaField:
    return TextAreaField(validators=[Length(max=LONGEST_PROSE)])


class ActionForm(PageForm):
    """Names are those of the API; `revision` is what the editor has read."""

    title = StringField(validators=[_needed("title"), Length(max=255)])
    type_code = SelectField(validators=[_needed("type_code")])
    theme_code = SelectField(validators=[_needed("theme_code")])
    nature = SelectField(choices=list(labels.documents.NATURES.items()))
    delivery_mode = RadioField(
        choices=_MODES,
        validators=[_needed("delivery_mode")],
    )
    duration_days = StringField(validators=[_needed("duration_days"), Length(max=10)])
    access = RadioField(choices=list(labels.catalogue.ACCESSES.items()), validators=[_needed("access")])
    hr_approval_required = BooleanField(default=True)
    provider_approval_required = BooleanField(default=True)
    provider_organisation_id = SelectField(validators=[_needed("provider_organisation_id")])
    objectives = _prose()
    audience = _prose()
    prerequisites = _prose()
    content = _prose()
    methods = _prose()
    evaluation = _prose()
    evaluation_planned = BooleanField()
    accessibility = _prose()
    rules_of_procedure = _prose()
    contact_name = StringField(validators=[Length(max=160)])
    contact_email = StringField(validators=[Length(max=254)])
    contact_phone = StringField(validators=[Length(max=40)])
    revision = HiddenField()
    key = HiddenField(default=lambda: str(new_id()))

    def validate_duration_days(self, field: StringField) -> None:
        """A comma is as good as a point."""
        if duration_of(field.data) is None:
            raise ValidationError(labels.FORM_ERRORS["duration"])

    @property
    def version(self) -> int:
        """What the editor has read; 0 where the form was tampered with, which no version is."""
        told = self.revision.data or ""
        return int(told) if told.isdecimal() and len(told) < 10 else 0


def duration_of(text: str | None) -> str | None:
    """Days with one decimal, None for what is none."""
    try:
        days = Decimal((text or "").strip().replace(",", "."))
    except InvalidOperation:
        return None
    if not days.is_finite() or not _ONE_DAY <= days <= _MOST_DAYS or days != round(days, 1):
        return None
    return str(days)


def trainers_of(form: Mapping[str, str]) -> list[Json]:
    """The trainers as typed; a row without a name is none, one that is ticked goes."""
    found: list[Json] = []
    for number in range(MOST_TRAINERS + EMPTY_TRAINERS):
        name = form.get(f"trainer-{number}-name", "").strip()
        if name and f"trainer-{number}-gone" not in form:
            found.append({"name": name, "account_id": form.get(f"trainer-{number}-account") or None})
    return found


def with_empty_rows(trainers: list[Json]) -> list[Json]:
    """What the form shows: those there are, and room for more."""
    return [*trainers, *({"name": "", "account_id": None} for _ in range(EMPTY_TRAINERS))]


_TAKEN = (
    "title", "type_code", "theme_code", "nature", "delivery_mode", "access", "hr_approval_required",
    "provider_approval_required", "provider_organisation_id", "evaluation_planned", *PROSE, "contact_name",
    "contact_email", "contact_phone",
)  # fmt: skip


def description_of(form: ActionForm, trainers: list[Json]) -> Json:
    """What the API takes; browsers send line breaks of two characters."""
    told: dict[str, Any] = {name: form[name].data for name in _TAKEN}
    told = {name: _plain(value) for name, value in told.items()}
    return {**told, "duration_days": duration_of(form.duration_days.data), "trainers": trainers}


def _plain(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


def note_faults(form: ActionForm, refused: Refused) -> bool:
    """Tie what the API found to its fields; says whether there was anything of that kind."""
    found = False
    for fault in refused.figures.get("faults", ()):
        text = labels.editing.ACTION_FAULTS.get(fault.get("fault"), labels.PROBLEMS["refused"])
        found |= _note(form, str(fault.get("field")), text)
    for name in refused.errors:
        label = labels.editing.FIELDS.get(name, name)
        found |= _note(form, name, labels.filled(labels.FORM_ERRORS["field-wrong"], field=label))
    return found


def _note(form: ActionForm, name: str, text: str) -> bool:
    if name in form:
        form[name].errors = [*form[name].errors, text]
    else:
        form.form_errors = [*form.form_errors, text]
    return True
