"""A file of offers is checked to its end, and then taken offer by offer: a bad one is reported, the others go in."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from catalogue.domain.imports import Import, ImportStatus
from catalogue.domain.offers import FileUnreadable, Offer, OfferFault, digest_of
from catalogue.rendering.lheo_reading import count_offers, read_offers
from catalogue.store import import_files
from catalogue.store import imports as store
from catalogue.usecases.take_offer import take_offer
from chassis.database import Session, transaction
from chassis.errors import DomainError, NotFound

IMPORT_TASK = "import_offers"
# Offers a transaction: few enough that a reader of the progress sees it move.
AT_A_TIME = 50
Chunks = Callable[[], Iterable[bytes]]
_Entry = tuple[int, Offer | OfferFault]


@dataclass(frozen=True, kw_only=True)
class _Run:
    """One pass over one file."""

    import_id: UUID
    now: datetime


def import_offers(import_id: UUID, chunks: Chunks, *, now: datetime) -> Import | None:
    """Take the file whose bytes `chunks` gives, each time from the beginning. None where there is nothing (more) to do.

    A file that cannot be read to its end takes nothing: it is read twice, and the first time writes nothing. A second
    run, after a worker died, recognises what the first one took.
    """
    with transaction() as session:
        kept = _startable(session, import_id)
    if kept is None:
        return None
    try:
        formations = count_offers(chunks())
    except FileUnreadable as fault:
        with transaction() as session:
            failed = store.lock_import(session, import_id)
            failed.fail(fault.figures, now=now)
        return failed
    with transaction() as session:
        started = store.lock_import(session, import_id)
        started.start(formations=formations, now=now)
        store.clear_faults(session, import_id)
    run = _Run(import_id=import_id, now=now)
    for batch in _batches(_entries(chunks())):
        with transaction() as session:
            _take_batch(session, batch, run=run)
    with transaction() as session:
        done = store.lock_import(session, import_id)
        done.end(now=now)
    return done


def import_kept_file(import_id: UUID, *, now: datetime) -> Callable[[Session], None]:
    """Take a file that was uploaded; what is returned removes it."""
    with transaction() as session:
        try:
            parts = store.read_import(session, import_id).parts
        except NotFound:
            return lambda _session: None
    import_offers(import_id, lambda: import_files.chunks(import_id, parts=parts), now=now)
    return lambda _session: import_files.delete(import_id, parts=parts)


def _startable(session: Session, import_id: UUID) -> Import | None:
    kept = store.lock_import(session, import_id)
    return kept if kept.status in (ImportStatus.WAITING, ImportStatus.RUNNING) else None


def _entries(chunks: Iterable[bytes]) -> Iterator[_Entry]:
    for number, offers in read_offers(chunks):
        for offer in offers:
            yield number, offer


def _batches(entries: Iterator[_Entry]) -> Iterator[list[_Entry]]:
    while batch := list(islice(entries, AT_A_TIME)):
        yield batch


def _take_batch(session: Session, batch: list[_Entry], *, run: _Run) -> None:
    kept = store.lock_import(session, run.import_id)
    terms, editor = kept.terms, kept.editor
    known = store.known_offers(session, [offer.identifier for _, offer in batch])
    faults: list[OfferFault] = []
    for _, offer in batch:
        if isinstance(offer, OfferFault):
            faults.append(offer)
            continue
        before = known.get(offer.identifier)
        if before is not None and before.digest == digest_of(offer, terms):
            kept.unchanged += 1
            continue
        try:
            with session.begin_nested():
                action_id = before.training_action_id if before is not None else None
                taken = take_offer(session, offer, known=action_id, terms=terms, editor=editor, now=run.now)
        except DomainError as refusal:
            faults.append(_fault(offer, refusal))
            continue
        setattr(kept, taken.outcome, getattr(kept, taken.outcome) + 1)
        kept.published += taken.is_published
        kept.sessions += taken.sessions
        faults += taken.remarks
    _note(session, kept, batch=batch, faults=faults, now=run.now)


def _note(session: Session, kept: Import, *, batch: list[_Entry], faults: list[OfferFault], now: datetime) -> None:
    store.add_faults(session, kept.import_id, first=kept.faulty + kept.remarks + 1, faults=faults)
    kept.faulty += sum(not fault.is_remark for fault in faults)
    kept.remarks += sum(fault.is_remark for fault in faults)
    kept.read = batch[-1][0]
    store.go_on(session, kind=IMPORT_TASK, key=str(kept.import_id), now=now)


def _fault(offer: Offer, refusal: DomainError) -> OfferFault:
    figures = dict(refusal.figures)
    reason = str(figures.pop("reason", refusal.code))
    return OfferFault(line=offer.line, identifier=offer.identifier, title=offer.title, reason=reason, figures=figures)
