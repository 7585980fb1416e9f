"""Types and themes: data kept by staff, so that a new one needs no release."""

from dataclasses import dataclass


@dataclass(eq=False)
class TrainingActionType:
    """Data kept by staff. `self_paced`: a range of dates instead of slots."""

    code: str
    label: str
    counts_as_formation: bool
    self_paced: bool
    rank: int


@dataclass(eq=False)
class Theme:
    """Data kept by staff; `rank` orders the list."""

    code: str
    label: str
    rank: int
