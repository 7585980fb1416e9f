"""Make the file of a bundle, in a worker; a second time makes the same again."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from chassis.database import Session, transaction
from documents import labels
from documents.domain.bundle import KEPT_FOR, Bundle, BundleKind, BundleStatus
from documents.rendering import archives
from documents.store import bundles, files
from documents.usecases import gather_evidence, gather_papers, set_sheets

ZIP, PDF = "application/zip", "application/pdf"
Files = Mapping[str, bytes]
_ARCHIVES: Mapping[BundleKind, Callable[[Session, Bundle], Files]] = {
    BundleKind.PERSON_DOCUMENTS: gather_papers.of_person,
    BundleKind.SESSION_DOCUMENTS: gather_papers.of_session,
    BundleKind.PASSPORT: gather_papers.passport,
    BundleKind.EMPLOYER_PACK: gather_papers.employer_pack,
    BundleKind.EVIDENCE_PACK: gather_evidence.evidence_pack,
}
_SHEETS: Mapping[BundleKind, Callable[[Session, Bundle], bytes]] = {
    BundleKind.ATTENDANCE_SHEET: set_sheets.attendance_sheet,
    BundleKind.SPECIMEN: set_sheets.specimen,
}


def make_bundle(bundle_id: UUID, *, now: datetime) -> Callable[[Session], None]:
    """Gather, put together, store; what is returned makes the bundle ready in the caller's transaction."""
    with transaction() as session:
        bundle = bundles.lock(session, bundle_id)
        if bundle is None or bundle.status is not BundleStatus.PENDING:
            return lambda _session: None
        if bundle.kind in _SHEETS:
            content, suffix = _SHEETS[bundle.kind](session, bundle), "pdf"
        else:
            content, suffix = archives.zip_of(_ARCHIVES[bundle.kind](session, bundle), at=bundle.requested_at), "zip"
        kind = bundle.kind
    # Named after the moment as well: what is gathered a second time may have changed.
    name = f"bundles/{bundle_id}-{int(now.timestamp() * 1_000_000)}.{suffix}"
    files.put(name, content)

    def finish(session: Session) -> None:
        ready = bundles.lock(session, bundle_id)
        if ready is None or ready.status is not BundleStatus.PENDING:
            return
        ready.file_name, ready.file_size = name, len(content)
        ready.shown_name, ready.media_type = f"{labels.BUNDLE_NAMES[kind]}.{suffix}", PDF if suffix == "pdf" else ZIP
        ready.status, ready.ready_at, ready.expires_at = BundleStatus.READY, now, now + KEPT_FOR

    return finish


def expire_bundles(session: Session, *, now: datetime, limit: int) -> int:
    """Remove files whose time is over; says how many."""
    found = bundles.to_expire(session, now, limit=limit)
    for bundle in found:
        bundle.status = BundleStatus.EXPIRED
        if bundle.file_name:
            files.delete(bundle.file_name)
    return len(found)
