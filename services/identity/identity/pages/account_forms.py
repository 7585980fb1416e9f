"""Forms of an account's life: asking for one, passwords, address, second factor, closing."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    StringField,
    TelField,
)
from wtforms.validators import EqualTo, InputRequired, Length, Optional, ValidationError

from identity import labels
from identity.domain.password_rule import LONGEST
from identity.pages.forms import LONGEST_EMAIL

LONGEST_NAME = 100
LONGEST_PHONE = 30
LONGEST_CODE = 60


def printable(_form: FlaskForm, field: Field) -> None:
    """Names end up in e-mails and certificates: no control characters."""
    if not (field.data or "").isprintable():
        raise ValidationError(labels.ODD_CHARACTERS)


def _text(label: str, *, missing: str | None = None, longest: int = LONGEST_NAME) -> StringField:
    needed = InputRequired(missing) if missing else Optional()
    return StringField(label, validators=[needed, Length(max=longest, message=labels.TOO_LONG), printable])


def _phone(label: str) -> TelField:
    return TelField(label, validators=[Optional(), Length(max=LONGEST_PHONE, message=labels.TOO_LONG), printable])


def _email() -> EmailField:
    limits = Length(max=LONGEST_EMAIL, message=labels.EMAIL_TOO_LONG)
    return EmailField(labels.EMAIL, validators=[InputRequired(labels.EMAIL_MISSING), limits])


def _password(label: str = labels.PASSWORD) -> PasswordField:
    limits = Length(max=LONGEST, message=labels.PASSWORD_TOO_LONG)
    return PasswordField(label, validators=[InputRequired(labels.PASSWORD_MISSING), limits])


def _confirmation(of: str) -> PasswordField:
    same = EqualTo(of, message=labels.PASSWORDS_DIFFER)
    return PasswordField(labels.CONFIRMATION, validators=[InputRequired(labels.CONFIRMATION_MISSING), same])


class AccountForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The account request, in the order of the procedure; the organisation was chosen before."""

    organisation = HiddenField()
    civility = RadioField(
        labels.CIVILITY,
        choices=[SelectChoice(value=value, label=label) for value, label in labels.CIVILITIES.items()],
        validators=[InputRequired(labels.CIVILITY_MISSING)],
    )
    family_name = _text(labels.FAMILY_NAME, missing=labels.FAMILY_NAME_MISSING)
    given_name = _text(labels.GIVEN_NAME, missing=labels.GIVEN_NAME_MISSING)
    email = _email()
    password = _password()
    password_again = _confirmation("password")
    job_title = _text(labels.JOB_TITLE, missing=labels.JOB_TITLE_MISSING)
    phone = _phone(labels.PHONE)
    mobile_phone = _phone(labels.MOBILE_PHONE)


class PasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The password alone: to prove an address, or before something that a thief must not do."""

    password = _password()


class EmailForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """The address of a forgotten password."""

    email = _email()


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A new password, by a link."""

    new_password = _password(labels.NEW_PASSWORD)
    password_again = _confirmation("new_password")


class PasswordChangeForm(NewPasswordForm):
    """The same, with the old one."""

    password = _password(labels.CURRENT_PASSWORD)


class EmailChangeForm(EmailForm):
    """A new address, with the password."""

    password = _password(labels.CURRENT_PASSWORD)


class CodeForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """A code of the telephone, or a recovery code."""

    code = StringField(
        labels.CODE,
        validators=[InputRequired(labels.CODE_MISSING), Length(max=LONGEST_CODE, message=labels.TOO_LONG)],
    )


class FactorForm(PasswordForm):
    """Looking after the second factor: the password, and a code where there is one already."""

    code = StringField(labels.CODE, validators=[Optional(), Length(max=LONGEST_CODE, message=labels.TOO_LONG)])


class ClosingForm(PasswordForm):
    """The end of an account."""

    understood = BooleanField(labels.CLOSING_UNDERSTOOD, validators=[InputRequired(labels.CLOSING_NOT_UNDERSTOOD)])
