"""Staff add, change and remove types and themes; what is published keeps its labels until its next publication."""

from dataclasses import dataclass
from typing import Any

from catalogue.domain.classification import Theme, TrainingActionType, check_label_is_free, check_unused, code_for
from catalogue.domain.editors import check_version
from catalogue.store import classification as store
from catalogue.store import pages
from chassis.database import Connection, Session


@dataclass(frozen=True, kw_only=True)
class TypeTerms:
    """What staff decide about a type."""

    label: str
    counts_as_formation: bool
    self_paced: bool
    rank: int


@dataclass(frozen=True, kw_only=True)
class ThemeTerms:
    """What staff decide about a theme."""

    label: str
    rank: int


def read_classification(connection: Connection) -> dict[str, Any]:
    """Types and themes with their revisions and the number of actions that bear each."""
    types = store.counts_by_code(connection, TrainingActionType)
    themes = store.counts_by_code(connection, Theme)
    return {
        "types": [{**entry, "training_actions": types.get(entry["code"], 0)} for entry in pages.types(connection)],
        "themes": [{**entry, "training_actions": themes.get(entry["code"], 0)} for entry in pages.themes(connection)],
    }


def add_type(session: Session, terms: TypeTerms) -> TrainingActionType:
    """
    Raises:
        LabelTaken
    """
    known = store.codes_and_labels(session, TrainingActionType)
    check_label_is_free(terms.label, taken=frozenset(known.values()))
    added = TrainingActionType(
        code=code_for(terms.label, taken=frozenset(known)),
        label=terms.label,
        counts_as_formation=terms.counts_as_formation,
        self_paced=terms.self_paced,
        rank=terms.rank,
    )
    session.add(added)
    return added


def revise_type(session: Session, code: str, *, terms: TypeTerms, expected_revision: int | None) -> TrainingActionType:
    """
    Raises:
        NotFound, StaleVersion, LabelTaken
        ClassificationInUse: dated would become self-paced, or back, under actions that exist.
    """
    kept = store.lock_type(session, code)
    check_version(kept.revision, expected=expected_revision)
    known = store.codes_and_labels(session, TrainingActionType)
    check_label_is_free(terms.label, taken=frozenset(label for other, label in known.items() if other != code))
    if terms.self_paced != kept.self_paced:
        check_unused(store.actions_bearing(session, TrainingActionType, code=code))
    kept.label, kept.rank = terms.label, terms.rank
    kept.counts_as_formation, kept.self_paced = terms.counts_as_formation, terms.self_paced
    kept.revision += 1
    return kept


def remove_type(session: Session, code: str, *, expected_revision: int | None) -> None:
    """
    Raises:
        NotFound, StaleVersion, ClassificationInUse
    """
    kept = store.lock_type(session, code)
    check_version(kept.revision, expected=expected_revision)
    check_unused(store.actions_bearing(session, TrainingActionType, code=code))
    session.delete(kept)


def add_theme(session: Session, terms: ThemeTerms) -> Theme:
    """
    Raises:
        LabelTaken
    """
    known = store.codes_and_labels(session, Theme)
    check_label_is_free(terms.label, taken=frozenset(known.values()))
    added = Theme(code=code_for(terms.label, taken=frozenset(known)), label=terms.label, rank=terms.rank)
    session.add(added)
    return added


def revise_theme(session: Session, code: str, *, terms: ThemeTerms, expected_revision: int | None) -> Theme:
    """
    Raises:
        NotFound, StaleVersion, LabelTaken
    """
    kept = store.lock_theme(session, code)
    check_version(kept.revision, expected=expected_revision)
    known = store.codes_and_labels(session, Theme)
    check_label_is_free(terms.label, taken=frozenset(label for other, label in known.items() if other != code))
    kept.label, kept.rank = terms.label, terms.rank
    kept.revision += 1
    return kept


def remove_theme(session: Session, code: str, *, expected_revision: int | None) -> None:
    """
    Raises:
        NotFound, StaleVersion, ClassificationInUse
    """
    kept = store.lock_theme(session, code)
    check_version(kept.revision, expected=expected_revision)
    check_unused(store.actions_bearing(session, Theme, code=code))
    session.delete(kept)
