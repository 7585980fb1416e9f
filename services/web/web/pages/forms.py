"""What every form here has: protection against forgery, and messages of the library in the language of the site."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Base of the forms; labels stand in the templates."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf carries no types
        locales = ("fr",)


def choices_of(labels: Mapping[str, str]) -> list[SelectChoice]:
    """The options of a list, from values to what people read."""
    return [SelectChoice(value, label) for value, label in labels.items()]
