"""At the end of a replay: remove copies of what the neighbour no longer has."""

from documents.store.copies import (
    forget_complaints,
    forget_enrolments,
    forget_organisations,
    forget_profiles,
    forget_publications,
    forget_satisfactions,
    forget_sessions,
)

__all__ = [
    "forget_complaints",
    "forget_enrolments",
    "forget_organisations",
    "forget_profiles",
    "forget_publications",
    "forget_satisfactions",
    "forget_sessions",
]
