"""The search index made anew from what is published, and its words kept in order."""

from catalogue.store import search_index
from chassis.database import Session


def rebuild_search(session: Session) -> None:
    """Everything; readers see the old index until it is done."""
    search_index.index_everything(session)
    search_index.tidy_vocabulary(session)


def tidy_search(session: Session) -> None:
    """Words of withdrawn actions go, the others learn how frequent they are."""
    search_index.tidy_vocabulary(session)
