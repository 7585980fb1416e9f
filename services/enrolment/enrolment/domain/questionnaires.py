"""Satisfaction: questions of a type of action, one answer a participant, results that name nobody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LEAST_ANSWERS = 5
LOWEST, HIGHEST = 1, 5
MOST_QUESTIONS = 30
MOST_TEXT = 2_000

Answers = Mapping[str, Any]


class QuestionKind(StrEnum):
    """`scale`: from 1 to 5 · `yes_no` · `choice`: one of `choices` · `text`: free words."""

    SCALE = "scale"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class Question:
    """`label` None: a question of the house, whose words are those of who shows it."""

    question_id: str
    kind: QuestionKind
    label: str | None = None
    is_required: bool = False
    choices: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """As templates and questionnaires keep it."""
        return {
            "question_id": self.question_id,
            "kind": self.kind.value,
            "label": self.label,
            "is_required": self.is_required,
            "choices": list(self.choices),
        }


def _house(question_id: str, kind: QuestionKind, *, is_required: bool = False) -> Question:
    return Question(question_id=question_id, kind=kind, is_required=is_required)


# In force for every type of action that staff have written none for.
HOUSE_QUESTIONS = (
    _house("overall", QuestionKind.SCALE, is_required=True),
    _house("objectives", QuestionKind.SCALE),
    _house("content", QuestionKind.SCALE),
    _house("trainer", QuestionKind.SCALE),
    _house("organisation", QuestionKind.SCALE),
    _house("useful_at_work", QuestionKind.SCALE),
    _house("recommends", QuestionKind.YES_NO, is_required=True),
    _house("liked", QuestionKind.TEXT),
    _house("to_improve", QuestionKind.TEXT),
)


def questions_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions as they were kept."""
    return tuple(
        Question(
            question_id=entry["question_id"],
            kind=QuestionKind(entry["kind"]),
            label=entry["label"],
            is_required=entry["is_required"],
            choices=tuple(entry["choices"]),
        )
        for entry in kept
    )


def _fault(question: Question, answer: Any) -> str | None:
    if answer is None or answer == "":
        return "missing" if question.is_required else None
    fits = {
        QuestionKind.SCALE: lambda: (
            isinstance(answer, int) and not isinstance(answer, bool) and LOWEST <= answer <= HIGHEST
        ),
        QuestionKind.YES_NO: lambda: isinstance(answer, bool),
        QuestionKind.CHOICE: lambda: answer in question.choices,
        QuestionKind.TEXT: lambda: isinstance(answer, str) and len(answer) <= MOST_TEXT,
    }
    return None if fits[question.kind]() else "unfit"


def faults_of(questions: Sequence[Question], answers: Answers) -> dict[str, str]:
    """By question: `missing`, `unfit`, or `unknown` for an answer to nothing that was asked."""
    known = {question.question_id for question in questions}
    found = {key: "unknown" for key in answers if key not in known}
    for question in questions:
        fault = _fault(question, answers.get(question.question_id))
        if fault:
            found[question.question_id] = fault
    return found


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was answered to one question. `counts` by answer (as text); `texts` in the order of the alphabet."""

    question: Question
    answered: int
    mean: float | None
    counts: Mapping[str, int]
    texts: tuple[str, ...]


def results_of(questions: Sequence[Question], given: Sequence[Answers]) -> list[Result]:
    """Counted by question; the order of texts says nothing of who wrote them."""
    return [_result(question, [one.get(question.question_id) for one in given]) for question in questions]


def _result(question: Question, answers: Sequence[Any]) -> Result:
    said = [answer for answer in answers if answer not in (None, "")]
    is_text = question.kind is QuestionKind.TEXT
    counts = Counter(str(answer).lower() if isinstance(answer, bool) else str(answer) for answer in said)
    return Result(
        question=question,
        answered=len(said),
        mean=round(sum(said) / len(said), 2) if said and question.kind is QuestionKind.SCALE else None,
        counts={} if is_text else dict(counts),
        texts=tuple(sorted(said)) if is_text else (),
    )
