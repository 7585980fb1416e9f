"""Staff bring a file in parts, have it taken by a worker, and read how far it is and what it reported."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from catalogue.domain.editors import Editor
from catalogue.domain.errors import ActionDescriptionInvalid
from catalogue.domain.imports import Import, ImportStatus, PartOutOfOrder
from catalogue.domain.offers import ImportTerms
from catalogue.store import import_files
from catalogue.store import imports as store
from catalogue.store.classification import theme_of, type_of
from catalogue.usecases.import_offers import IMPORT_TASK
from chassis import tasks
from chassis.database import Session
from chassis.ids import new_id

# How long the rest of a file is waited for.
PATIENCE = timedelta(days=1)
AT_A_TIME = 20


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What staff say when they bring a file."""

    file_name: str
    terms: ImportTerms


def begin_import(
    session: Session, plan: ImportPlan, *, editor: Editor, now: datetime, import_id: UUID | None = None
) -> Import:
    """The key is given for demo data only.

    Raises:
        ActionDescriptionInvalid: unknown type or theme.
    """
    terms = plan.terms
    faults = []
    if type_of(session, terms.type_code) is None:
        faults.append({"fault": "unknown", "field": "type_code"})
    if theme_of(session, terms.theme_code) is None:
        faults.append({"fault": "unknown", "field": "theme_code"})
    if faults:
        raise ActionDescriptionInvalid(figures={"faults": faults})
    begun = Import(
        import_id=import_id or new_id(),
        file_name=plan.file_name,
        status=ImportStatus.UPLOADING,
        type_code=terms.type_code,
        theme_code=terms.theme_code,
        access=terms.access,
        capacity=terms.capacity,
        publish=terms.publish,
        account_id=editor.account_id,
        role=editor.role,
        begun_at=now,
    )
    session.add(begun)
    return begun


def take_part(session: Session, import_id: UUID, *, number: int, content: bytes) -> Import:
    """The next part of the file; the last one may be sent again.

    Raises:
        NotFound, ImportNotOpen, ImportTooLarge
        PartOutOfOrder: another number is expected, or other bytes came under this one before.
    """
    kept = store.lock_import(session, import_id)
    kept.add_part(number, size=len(content))
    if not import_files.put(import_id, number, content=content):
        raise PartOutOfOrder(figures={"expected": kept.parts, "found": number})
    return kept


def start_import(session: Session, import_id: UUID, *, now: datetime) -> Import:
    """The file is whole; a worker takes it.

    Raises:
        NotFound, ImportNotOpen, PartOutOfOrder
    """
    kept = store.lock_import(session, import_id)
    kept.wait()
    tasks.add(session, kind=IMPORT_TASK, key=str(import_id), payload={"import_id": str(import_id)}, now=now)
    return kept


def read_import(session: Session, import_id: UUID) -> Import:
    """
    Raises:
        NotFound
    """
    return store.read_import(session, import_id)


def list_imports(session: Session, *, after: tuple[datetime, UUID] | None, limit: int) -> list[Import]:
    """The newest first."""
    return store.newest(session, after=after, limit=limit)


def list_faults(session: Session, import_id: UUID, *, after: int, limit: int) -> list[Any]:
    """What an import reported, in the order of its file.

    Raises:
        NotFound
    """
    store.read_import(session, import_id)
    return list(store.faults_of(session, import_id, after=after, limit=limit))


def abandon_uploads(session: Session, *, now: datetime) -> int:
    """Files whose rest never came go; says how many."""
    left = store.left_open(session, before=now - PATIENCE, limit=AT_A_TIME)
    for kept in left:
        import_files.delete(kept.import_id, parts=kept.parts)
        kept.abandon(now=now)
    return len(left)
