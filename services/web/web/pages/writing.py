"""Forms with one text in them: a message, an answer, an objection."""

from datetime import date
from typing import Any

from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from chassis.ids import new_id
from web import labels
from web.pages.forms import PageForm, choices_of
from web.pages.rendering import Told

LONGEST = 5_000


def _text_field(**options: Any) -> TextAreaField:
    return TextAreaField(
        validators=[
            InputRequired(labels.FORM_ERRORS["text"]),
            Length(max=LONGEST, message=labels.FORM_ERRORS["written-length"].format(max=LONGEST)),
        ],
        **options,
    )


class TextForm(PageForm):
    """`key` makes a form that is sent twice count once; `told` is what the service refused."""

    key = HiddenField(default=lambda: str(new_id()))
    body = _text_field()
    told: Told | None = None

    @property
    def text(self) -> str:
        """What was written."""
        return str(self.body.data or "").strip()

    def is_sound(self) -> bool:
        """Whether it was sent and says something."""
        if not self.validate_on_submit():
            return False
        if not self.text:
            self.body.errors = [labels.FORM_ERRORS["text"]]
            return False
        return True

    @property
    def answer_status(self) -> int:
        """409 where the service refused, 422 where the form is incomplete, 200 where it is new."""
        return 409 if self.told else 422 if self.errors else 200


class QuestionForm(TextForm):
    """A question with the day by which its answer is wanted; it may stand beside a message on one page."""

    body = _text_field(id="question-body")
    due_on = DateField(validators=[InputRequired(labels.FORM_ERRORS["due-on"])])

    @property
    def due_day(self) -> str:
        """As the API wants it."""
        found: date = self.due_on.data
        return found.isoformat()


class ComplaintForm(TextForm):
    """A complaint has a topic."""

    topic = SelectField(
        choices=choices_of({"": labels.decisions.CHOOSE, **labels.decisions.TOPICS}),
        validators=[InputRequired(labels.FORM_ERRORS["topic"])],
    )
