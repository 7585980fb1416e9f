"""What participants thought, counted; below five answers the provider learns how many there are and no more."""

from collections import Counter
from typing import Any
from uuid import UUID

from chassis.principal import Principal
from enrolment.domain.questionnaires import LEAST_ANSWERS, Question, questions_of, results_of
from enrolment.store import questionnaires, targets
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of
from enrolment.usecases.check_open import check_runs

Given = list[dict[str, Any]]


def read_session_satisfaction(reader: Reader, training_session_id: UUID, *, by: Principal) -> dict[str, Any]:
    """Of one session.

    Raises:
        NotFound: not a session of this provider's.
    """
    viewer = viewer_of(reader, by)
    check_runs(viewer, targets.get(reader, training_session_id))
    given = questionnaires.given(reader, training_session_id=training_session_id)
    return _results(given, is_staff=viewer.is_staff)


def read_action_satisfaction(reader: Reader, training_action_id: UUID, *, by: Principal) -> dict[str, Any]:
    """Of all sessions of an action.

    Raises:
        NotFound: not an action of this provider's.
    """
    viewer = viewer_of(reader, by)
    check_runs(viewer, targets.of_action(reader, training_action_id))
    given = questionnaires.given(reader, training_action_id=training_action_id)
    return _results(given, is_staff=viewer.is_staff)


def results_without_names(given: Given) -> dict[str, Any]:
    """As a provider reads them."""
    return _results(given, is_staff=False)


def _results(given: Given, *, is_staff: bool) -> dict[str, Any]:
    answered = [entry for entry in given if entry["answered_at"] is not None]
    shown = answered if is_staff else _without_remainder(answered)
    is_hidden = len(shown) < LEAST_ANSWERS and not is_staff
    results = [] if is_hidden else results_of(_questions(given), [entry["answers"] for entry in shown])
    return {
        "asked": len(given),
        "answered": len(answered),
        "is_hidden": is_hidden,
        "least_answers": LEAST_ANSWERS,
        "results": [{**result.question.as_data(), **_counted(vars(result))} for result in results],
    }


def _without_remainder(answered: Given) -> Given:
    """The answers of an action less those of sessions that show none, where these are too few to be told together:
    who took the results of the other sessions from the whole would read them."""
    of_session = Counter(entry["training_session_id"] for entry in answered)
    hidden = {key for key, count in of_session.items() if count < LEAST_ANSWERS}
    if sum(of_session[key] for key in hidden) >= LEAST_ANSWERS:
        return answered
    return [entry for entry in answered if entry["training_session_id"] not in hidden]


def _counted(result: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in result.items() if name != "question"}


def _questions(given: Given) -> list[Question]:
    """Every question that was asked, the latest wording of each."""
    found: dict[str, Question] = {}
    for entry in given:
        for question in questions_of(entry["questions"]):
            found.setdefault(question.question_id, question)
    return list(found.values())
