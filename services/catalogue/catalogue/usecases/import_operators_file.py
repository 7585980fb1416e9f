"""An operator has a file taken at once, by the process that asks."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.imports import Import, ImportStatus
from catalogue.store import imports as store
from catalogue.usecases.import_offers import Chunks, import_offers
from catalogue.usecases.manage_imports import ImportPlan, begin_import
from chassis.database import transaction

AT_A_TIME = 500


def import_operators_file(
    plan: ImportPlan, chunks: Chunks, *, editor: Editor, now: datetime, import_id: UUID | None = None
) -> Import:
    """The import at its end. The key is given for demo data only.

    Raises:
        ActionDescriptionInvalid: unknown type or theme.
    """
    with transaction() as session:
        begun = begin_import(session, plan, editor=editor, now=now, import_id=import_id)
        begun.status = ImportStatus.WAITING
    done = import_offers(begun.import_id, chunks, now=now)
    return done or begun


def faults_of(done: Import) -> Iterator[Any]:
    """What it reported, in the order of the file, a page in memory at a time."""
    after = 0
    while True:
        with transaction() as session:
            page = store.faults_of(session, done.import_id, after=after, limit=AT_A_TIME)
        yield from page
        if len(page) < AT_A_TIME:
            return
        after = page[-1].position
