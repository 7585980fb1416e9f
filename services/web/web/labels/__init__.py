"""Every French word for what the services say in codes, one file an area; their sentences come together here.

Figures stand in braces in a sentence; what stands in brackets is said only where its figures are known.
"""

import re
from collections.abc import Mapping
from typing import Any

from web.labels import (
    accounts,
    catalogue,
    decisions,
    documents,
    editing,
    enrolments,
    exports,
    messages,
    organisations,
    people,
    platforms,
    policies,
    requests,
    searching,
)

__all__ = [
    "FIGURES",
    "FLASHES",
    "FORM_ERRORS",
    "MOMENT",
    "NEXT_STEPS",
    "NEXT_STEPS_OF_ANOTHER",
    "PROBLEMS",
    "PROBLEMS_OF_ANOTHER",
    "accounts",
    "catalogue",
    "decisions",
    "documents",
    "editing",
    "enrolments",
    "explained",
    "exports",
    "filled",
    "held_role",
    "messages",
    "organisations",
    "people",
    "platforms",
    "policies",
    "requests",
    "searching",
]


def together(*areas: Mapping[str, str]) -> dict[str, str]:
    """The sentences of all areas; one code has one sentence.

    Raises:
        ValueError: two areas have a sentence for one code.
    """
    found: dict[str, str] = {}
    for area in areas:
        if twice := found.keys() & area.keys():
            raise ValueError(f"told twice: {', '.join(sorted(twice))}")
        found |= area
    return found


AREAS = (
    requests,
    people,
    catalogue,
    enrolments,
    documents,
    decisions,
    editing,
    exports,
    messages,
    organisations,
    platforms,
    policies,
    searching,
    accounts,
)
PROBLEMS = together(*(getattr(area, "PROBLEMS", {}) for area in AREAS))
NEXT_STEPS = together(*(getattr(area, "NEXT_STEPS", {}) for area in AREAS))
PROBLEMS_OF_ANOTHER = PROBLEMS | decisions.PROBLEMS_OF_ANOTHER
NEXT_STEPS_OF_ANOTHER = NEXT_STEPS | decisions.NEXT_STEPS_OF_ANOTHER
FORM_ERRORS = together(*(getattr(area, "FORM_ERRORS", {}) for area in AREAS))
FLASHES = together(*(getattr(area, "FLASHES", {}) for area in AREAS))
# Codes that stand as figures in a sentence.
FIGURES = {
    "member_only": "actions réservées aux adhérents",
    "formations": "formations",
    **organisations.REQUEST_STATES,
    **people.ROLES,
    **enrolments.STATUSES,
}
MOMENT = "{day} à {time}"


class _Lenient(dict[str, Any]):
    """A figure that a refusal does not carry leaves a gap, not an error."""

    def __missing__(self, key: str) -> str:
        return "…"


_BRACKETS = re.compile(r"\[([^\]]*)\]")
_FIGURE = re.compile(r"\{(\w+)\}")


def filled(sentence: str, **figures: object) -> str:
    """A sentence of these files with its figures; a part in brackets goes where one of its figures is not known."""
    known = {name: FIGURES.get(str(value), value) for name, value in figures.items() if value is not None}
    kept = _BRACKETS.sub(lambda part: part[1] if set(_FIGURE.findall(part[1])) <= known.keys() else "", sentence)
    return kept.format_map(_Lenient(known))


def explained(code: str, figures: Mapping[str, Any], *, of_another: bool = False) -> str | None:
    """The sentence of a problem code with its figures, None where it has none.

    `of_another`: who reads it decides about somebody else, whose rights or requests they are.
    """
    sentence = (PROBLEMS_OF_ANOTHER if of_another else PROBLEMS).get(code)
    return filled(sentence, **figures) if sentence else None


def held_role(role: str, organisation_name: str | None) -> str:
    """« Bénéficiaire, Ma structure »."""
    label = people.ROLES[role]
    return f"{label}, {organisation_name}" if organisation_name else label
