"""Forms about organisations: reasons, periods, an organisation, a reported change."""

from collections.abc import Callable
from typing import Any

from wtforms import BooleanField, DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, Regexp

from chassis.ids import new_id
from web import labels
from web.domain.errors import Refused
from web.pages.formats import today
from web.pages.forms import PageForm
from web.pages.rendering import Told, refusal

LONGEST, LONGEST_REASON = 200, 1_000
CONFLICT, INVALID = 409, 422
_SHORT = Length(max=LONGEST, message=labels.FORM_ERRORS["organisation-length"])
_LONG = Length(max=LONGEST_REASON, message=labels.FORM_ERRORS["organisation-length"])
_LABELS = labels.organisations.FORM_LABELS
_ORGANISATION = ("siret", "name", "street", "postcode", "city", "activity_declaration_number")


class OrganisationPageForm(PageForm):
    """`key` makes a form that is sent twice count once; `told` is what the service refused."""

    key = HiddenField(default=lambda: str(new_id()))
    told: Told | None = None

    def sent(self, send: Callable[[], object]) -> bool:
        """Send; False where the form must be shown again, with errors or with what the service told."""
        if not self.validate_on_submit():
            return False
        try:
            send()
        except Refused as refused:
            self.told = refusal(refused)
            return False
        return True

    @property
    def answer_status(self) -> int:
        """Of a page that shows this form."""
        return CONFLICT if self.told else INVALID if self.errors else 200


class PlainForm(OrganisationPageForm):
    """A button."""


class ReasonForm(OrganisationPageForm):
    """Why something is denied."""

    reason = TextAreaField(
        _LABELS["reason"], validators=[InputRequired(labels.FORM_ERRORS["organisation-reason"]), _LONG]
    )


class MessageForm(OrganisationPageForm):
    """Words to whoever decides."""

    message = TextAreaField(_LABELS["message"], validators=[_LONG])


class PeriodForm(OrganisationPageForm):
    """First and last day of a membership."""

    starts_on = DateField(_LABELS["starts_on"], validators=[InputRequired(labels.FORM_ERRORS["organisation-day"])])
    ends_on = DateField(_LABELS["ends_on"], validators=[InputRequired(labels.FORM_ERRORS["organisation-day"])])

    def period(self) -> dict[str, str]:
        """As the API wants it."""
        return {"starts_on": self.starts_on.data.isoformat(), "ends_on": self.ends_on.data.isoformat()}


class OrganisationForm(OrganisationPageForm):
    """An organisation as it stands in the SIRENE register."""

    siret = StringField(
        _LABELS["siret"],
        validators=[
            InputRequired(labels.FORM_ERRORS["organisation-siret"]),
            Regexp(r"^\s*(\d\s*){14}$", message=labels.FORM_ERRORS["organisation-siret"]),
        ],
    )
    name = StringField(_LABELS["name"], validators=[InputRequired(labels.FORM_ERRORS["organisation-name"]), _SHORT])
    street = StringField(_LABELS["street"], validators=[_SHORT])
    postcode = StringField(
        _LABELS["postcode"],
        validators=[
            InputRequired(labels.FORM_ERRORS["organisation-postcode"]),
            Regexp(r"^\d{5}$", message=labels.FORM_ERRORS["organisation-postcode"]),
        ],
    )
    city = StringField(_LABELS["city"], validators=[InputRequired(labels.FORM_ERRORS["organisation-city"]), _SHORT])
    activity_declaration_number = StringField(
        _LABELS["activity_declaration_number"],
        validators=[
            Optional(strip_whitespace=True),
            Regexp(r"^\s*(\d\s*){11}$", message=labels.FORM_ERRORS["organisation-number"]),
        ],
    )

    def organisation(self) -> dict[str, Any]:
        """As the API wants it."""
        values = {name: (self[name].data or "").strip() for name in _ORGANISATION}
        return {**values, "activity_declaration_number": values["activity_declaration_number"] or None}


class ChangeForm(OrganisationForm):
    """What the organisation is like from a day on; the service keeps the differences."""

    is_closing = BooleanField(_LABELS["is_closing"])
    effective_on = DateField(
        _LABELS["effective_on"], default=today, validators=[InputRequired(labels.FORM_ERRORS["organisation-day"])]
    )

    def change(self, *, is_closed: bool) -> dict[str, Any]:
        """As the API wants it; closing is named where it changes."""
        values = {**self.organisation(), "effective_on": self.effective_on.data.isoformat()}
        return values if self.is_closing.data == is_closed else {**values, "is_closing": self.is_closing.data}
