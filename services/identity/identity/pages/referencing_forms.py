"""Forms that ask for an organisation to be known."""

from flask_wtf import FlaskForm
from wtforms import EmailField, Field, RadioField, SelectChoice, StringField, TelField
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from identity import labels
from identity.pages.forms import LONGEST_EMAIL

LONGEST = 200
LONGEST_PHONE = 30


def _printable(_form: FlaskForm, field: Field) -> None:
    if not (field.data or "").isprintable():
        raise ValidationError(labels.ODD_CHARACTERS)


def _text(label: str, *, missing: str | None = None) -> StringField:
    needed = InputRequired(missing) if missing else Optional()
    return StringField(label, validators=[needed, Length(max=LONGEST, message=labels.TOO_LONG), _printable])


class OrganisationForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The organisation."""

    siret = StringField(
        labels.SIRET,
        validators=[
            InputRequired(labels.SIRET_MISSING),
            Regexp(r"^\s*([0-9]\s*){14}$", message=labels.REFERENCING_FAULTS["invalid-siret"]),
        ],
    )
    name = _text(labels.ORGANISATION_NAME, missing=labels.ORGANISATION_NAME_MISSING)
    street = _text(labels.STREET)
    postcode = StringField(
        labels.POSTCODE,
        validators=[InputRequired(labels.POSTCODE_MISSING), Regexp(r"^[0-9]{5}$", message=labels.POSTCODE_MISSING)],
    )
    city = _text(labels.CITY, missing=labels.CITY_MISSING)
    activity_declaration_number = StringField(
        labels.ACTIVITY_NUMBER,
        validators=[
            Optional(strip_whitespace=True),
            Regexp(r"^\s*([0-9]\s*){11}$", message=labels.REFERENCING_FAULTS["invalid-activity-number"]),
        ],
    )


class ReferencingForm(OrganisationForm):
    """The organisation, and who asks: its head, or somebody in their name."""

    civility = RadioField(
        labels.CIVILITY,
        choices=[SelectChoice(value=value, label=label) for value, label in labels.CIVILITIES.items()],
        validators=[InputRequired(labels.CIVILITY_MISSING)],
    )
    family_name = _text(labels.FAMILY_NAME, missing=labels.FAMILY_NAME_MISSING)
    given_name = _text(labels.GIVEN_NAME, missing=labels.GIVEN_NAME_MISSING)
    email = EmailField(
        labels.EMAIL,
        validators=[
            InputRequired(labels.EMAIL_MISSING),
            Length(max=LONGEST_EMAIL, message=labels.EMAIL_TOO_LONG),
        ],
    )
    job_title = _text(labels.JOB_TITLE)
    phone = TelField(
        labels.PHONE,
        validators=[Optional(), Length(max=LONGEST_PHONE, message=labels.TOO_LONG), _printable],
    )
