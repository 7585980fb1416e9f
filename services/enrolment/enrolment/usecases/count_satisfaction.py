"""The clock: what participants thought of an action, counted for neighbours; answers of a while are told together."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from enrolment.domain.notices import satisfaction_counted
from enrolment.domain.questionnaires import LEAST_ANSWERS
from enrolment.store import questionnaires, told_satisfactions
from enrolment.usecases.read_satisfaction import results_without_names


def find_satisfaction_to_count(session: Session) -> list[UUID]:
    """Actions with something new to tell."""
    return told_satisfactions.outdated(session)


def count_satisfaction(session: Session, training_action_id: UUID, *, now: datetime) -> int:
    """Tell the numbers of one action; a second run finds that they were told."""
    given = questionnaires.given(session, training_action_id=training_action_id)
    counted = results_without_names(given)
    content = {**counted, "results": [_numbers(entry) for entry in counted["results"]]}
    told = told_satisfactions.keep(session, training_action_id, content=content, now=now)
    if told is None:
        return 0
    outbox.append(session, satisfaction_counted(told))
    return 1


def _numbers(entry: dict[str, Any]) -> dict[str, Any]:
    """One question without its free texts; nothing of what too few answered."""
    is_shown = entry["answered"] >= LEAST_ANSWERS
    return {
        **{name: entry[name] for name in ("question_id", "kind", "label", "answered")},
        "mean": entry["mean"] if is_shown else None,
        "counts": [{"answer": said, "count": entry["counts"][said]} for said in sorted(entry["counts"])]
        if is_shown
        else [],
    }
