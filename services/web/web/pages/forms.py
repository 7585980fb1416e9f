"""What every form here has: protection against forgery, and messages of the library in the language of the site."""

from flask_wtf import FlaskForm


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Base of the forms; labels stand in the templates."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf carries no types
        locales = ("fr",)
