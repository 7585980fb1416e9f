"""What must be at the person's disposal before a final enrolment (Code du travail L6353-8)."""

from collections.abc import Mapping
from typing import Any

# The timetable stands in the slots; what an event does not tell cannot be judged here.
_NEEDED = ("objectives", "content", "trainers", "evaluation", "contact", "rules_of_procedure")


def missing_information(published: Mapping[str, Any]) -> list[str]:
    """Which of the texts that the law names are told and empty; an evaluation is needed where one is planned."""
    return [
        name
        for name in _NEEDED
        if name in published
        and not str(published[name] or "").strip()
        and (name != "evaluation" or published.get("evaluation_planned"))
    ]
