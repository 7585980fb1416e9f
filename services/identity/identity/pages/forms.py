"""Forms of the pages; every one carries a CSRF token."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from identity import labels
from identity.domain.password_rule import LONGEST

# RFC 5321 section 4.5.3.1.3, without the angle brackets.
LONGEST_EMAIL = 254


class SignInForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """E-mail address and password, and the request that waits."""

    email = StringField(
        labels.EMAIL,
        validators=[
            InputRequired(labels.EMAIL_MISSING),
            Length(max=LONGEST_EMAIL, message=labels.EMAIL_TOO_LONG),
        ],
    )
    password = PasswordField(
        labels.PASSWORD,
        validators=[
            InputRequired(labels.PASSWORD_MISSING),
            Length(max=LONGEST, message=labels.PASSWORD_TOO_LONG),
        ],
    )
    sealed = HiddenField()
    page = HiddenField()
