"""At the end of a replay: remove copies of what the neighbour no longer has."""

from notification.store.copies import (
    forget_actions,
    forget_contacts,
    forget_documents,
    forget_enrolments,
    forget_organisations,
    forget_rights,
    forget_sessions,
)

__all__ = [
    "forget_actions",
    "forget_contacts",
    "forget_documents",
    "forget_enrolments",
    "forget_organisations",
    "forget_rights",
    "forget_sessions",
]
