"""`rebuild-search`: the search index made anew, after a migration or a restored database."""

import sys

from catalogue.usecases.rebuild_search import rebuild_search
from chassis.database import transaction


def run(arguments: list[str]) -> int:
    """Status 2 where the call is wrong."""
    if arguments:
        print("usage: python -m catalogue rebuild-search", file=sys.stderr)
        return 2
    with transaction() as session:
        rebuild_search(session)
    return 0
