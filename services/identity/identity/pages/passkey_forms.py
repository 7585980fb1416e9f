"""Forms of passkeys; their script fills in what the device answers."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional

from identity import labels
from identity.domain.passkeys import LONGEST_NAME
from identity.pages.account_forms import LONGEST_CODE, PasswordForm, printable

# An answer with the largest credential id and no statement of the maker has some 4,000 characters.
LONGEST_ANSWER = 20_000


class PasskeyForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """What the device answers."""

    answer = HiddenField(validators=[InputRequired(labels.PASSKEY_UNANSWERED), Length(max=LONGEST_ANSWER)])


class PasskeySignInForm(PasskeyForm):
    """The same, and the request that waits."""

    sealed = HiddenField()
    page = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """The same, and how the person calls the key."""

    name = StringField(
        labels.PASSKEY_NAME,
        validators=[
            InputRequired(labels.PASSKEY_NAME_MISSING),
            Length(max=LONGEST_NAME, message=labels.TOO_LONG),
            printable,
        ],
    )


class PasskeysForm(PasswordForm):
    """Looking after one's keys: the password, and a code where one is asked for at the sign-in."""

    code = StringField(labels.CODE, validators=[Optional(), Length(max=LONGEST_CODE, message=labels.TOO_LONG)])
