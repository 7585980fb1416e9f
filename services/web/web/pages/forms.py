"""What every form here has: protection against forgery, and messages of the library in the language of the site."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import HiddenInput


class PageForm(FlaskForm):  # type: ignore[misc]  # flask-wtf carries no types
    """Base of the forms; labels stand in the templates."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # flask-wtf carries no types
        locales = ("fr",)

    def hidden_tag(self) -> Markup:
        """Every hidden field, without an id: a list holds one form in each line, and a page has no id twice."""
        hidden = (field for field in self if isinstance(field.widget, HiddenInput))
        return Markup("\n").join(field(id=False) for field in hidden)


def choices_of(labels: Mapping[str, str]) -> list[SelectChoice]:
    """The options of a list, from values to what people read."""
    return [SelectChoice(value, label) for value, label in labels.items()]
