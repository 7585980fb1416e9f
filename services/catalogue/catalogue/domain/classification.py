"""Types and themes: data kept by staff, so that a new one needs no release."""

from dataclasses import dataclass

from catalogue.domain.errors import ClassificationInUse, LabelTaken
from catalogue.domain.place_names import place_key


@dataclass(eq=False)
class TrainingActionType:
    """Data kept by staff. `self_paced`: a range of dates instead of slots. `revision` is the editors' ETag."""

    code: str
    label: str
    counts_as_formation: bool
    self_paced: bool
    rank: int
    revision: int = 1


@dataclass(eq=False)
class Theme:
    """Data kept by staff; `rank` orders the list. `revision` is the editors' ETag."""

    code: str
    label: str
    rank: int
    revision: int = 1


def code_for(label: str, *, taken: frozenset[str]) -> str:
    """A code of letters, digits and underscores made from the label, another number where it is taken."""
    stem = place_key(label).replace(" ", "_")[:50] or "entry"
    code, number = stem, 2
    while code in taken:
        code, number = f"{stem}_{number}", number + 1
    return code


def check_label_is_free(label: str, *, taken: frozenset[str]) -> None:
    """Case makes no difference: people would take the two for one.

    Raises:
        LabelTaken
    """
    if label.casefold() in {other.casefold() for other in taken}:
        raise LabelTaken(figures={"label": label})


def check_unused(actions: int) -> None:
    """
    Raises:
        ClassificationInUse: with the number of actions, publications included.
    """
    if actions:
        raise ClassificationInUse(figures={"training_actions": actions})
