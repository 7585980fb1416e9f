"""Words that two services show of one thing are the same words: no service reads another's labels."""

from documents import labels as of_documents
from web.labels import decisions as of_web


def test_the_questions_of_the_house_read_on_paper_as_participants_read_them_on_screen() -> None:
    assert of_documents.QUESTIONS == of_web.HOUSE_QUESTIONS
    assert of_documents.YES_OR_NO == of_web.YES_NO


def test_what_a_complaint_is_about_is_called_the_same_in_the_register_and_on_screen() -> None:
    assert of_documents.COMPLAINT_TOPICS == of_web.TOPICS
