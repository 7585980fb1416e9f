"""Issue a certificate in three steps, each of which may be done again: fix what it says, typeset it, make it valid.

What it says (with number, code and date) is fixed in a transaction of its own, so that a worker that dies and starts
again typesets the very same paper.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from chassis import outbox, tasks
from chassis.clock import PARIS
from chassis.database import Session, transaction
from documents.domain.content import TEMPLATES, Identity, Sources, content_of, number_of
from documents.domain.document import Document, DocumentStatus, Move, Presence
from documents.domain.errors import NotYetKnown
from documents.domain.events import document_event
from documents.domain.verification_codes import new_code
from documents.rendering import certificate, site
from documents.store import copies, files
from documents.store import documents as store

ERASE_TASK = "erase_file"
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class TypesetFile:
    """A stored paper that waits to become valid."""

    document_id: UUID
    name: str
    sha256: str
    size: int


def issue_document(document_id: UUID, *, now: datetime) -> Callable[[Session], None]:
    """Fix, typeset, store; what is returned makes the document valid in the caller's transaction.

    Raises:
        NotYetKnown: a fact it quotes has not arrived yet.
    """
    with transaction() as session:
        document = _fix(session, document_id, now=now)
    if document is None:
        return lambda _session: None
    paper = _typeset(document)
    return lambda session: _finish(session, paper, fixed=document, now=now)


def _known(fact: _T | None, name: str) -> _T:
    if fact is None:
        raise NotYetKnown(name)
    return fact


def _fix(session: Session, document_id: UUID, *, now: datetime) -> Document | None:
    """The document with all it says, None where there is nothing (more) to issue."""
    document = store.lock(session, document_id)
    if document is None or document.status is not DocumentStatus.PENDING:
        return None
    if document.is_fixed:
        return document
    presence = _known(copies.presence(session, document.enrolment_id), "presence")
    trainee = _known(copies.profile(session, document.account_id), "trainee")
    if presence.version != document.presence_version or trainee["is_erased"]:
        document.move(Move.DROP, now=now)
        return None
    sources = _sources(session, presence, trainee=trainee)
    code, year = new_code(), now.astimezone(PARIS).year
    identity = Identity(
        number=number_of(document.kind, year=year, rank=store.next_rank(session, document.kind, year=year)),
        verification_code=code,
        verification_url=site.verification_url(code),
        issued_at=now,
    )
    document.number, document.verification_code, document.issued_at = identity.number, code, now
    document.provider_organisation_id = sources.provider["organisation_id"]
    document.template = TEMPLATES[document.kind]
    document.content = content_of(document, sources, identity=identity, shown=certificate.printable)
    return document


def _sources(session: Session, presence: Presence, *, trainee: Mapping[str, Any]) -> Sources:
    publication = _known(
        copies.publication(session, presence.training_action_id, number=presence.publication_number), "publication"
    )
    provider_id = UUID(publication["provider_organisation_id"])
    return Sources(
        presence=presence,
        publication=publication,
        provider=_known(copies.organisation(session, provider_id), "provider"),
        employer=_known(copies.organisation(session, presence.organisation_id), "employer"),
        trainee=trainee,
        session=_known(copies.training_session(session, presence.training_session_id), "session"),
        signatory=_signatory(session, presence, publication=publication),
    )


def _signatory(session: Session, presence: Presence, *, publication: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Who of the provider recorded the presence, otherwise the first trainer of the action who is still known."""
    trainers = [UUID(text) for text in publication["trainer_account_ids"]]
    for account_id in [presence.recorded_by, *trainers]:
        person = None if account_id is None else _known(copies.profile(session, account_id), "signatory")
        if person is not None and not person["is_erased"]:
            return person
    return None


def _typeset(document: Document) -> TypesetFile:
    if document.template is None or document.content is None or document.issued_at is None:
        raise ValueError("only a fixed document can be typeset")
    pdf = certificate.render(document.template, document.content, issued_at=document.issued_at)
    sha256 = files.hash_of(pdf)
    name = f"{document.issued_at.astimezone(PARIS).year}/{document.document_id}-{sha256}.pdf"
    files.put(name, pdf)
    return TypesetFile(document_id=document.document_id, name=name, sha256=sha256, size=len(pdf))


def _finish(session: Session, paper: TypesetFile, *, fixed: Document, now: datetime) -> None:
    """Make the document valid and those before it replaced, unless a correction overtook it meanwhile."""
    known = store.lock_of_enrolment(session, fixed.enrolment_id, kind=fixed.kind)
    document = next(found for found in known if found.document_id == paper.document_id)
    if document.status is not DocumentStatus.PENDING:
        if document.file_name != paper.name:
            erase_file(session, paper.name, now=now)
        return
    for earlier in known:
        if earlier.status is DocumentStatus.VALID:
            earlier.replaced_by = document.document_id
            earlier.move(Move.REPLACE, now=now)
            outbox.append(session, document_event(earlier, occurred_at=now))
    session.flush()  # the database allows one valid document at a time
    document.file_name, document.file_sha256, document.file_size = paper.name, paper.sha256, paper.size
    document.move(Move.ISSUE, now=now)
    session.flush()
    outbox.append(session, document_event(document, occurred_at=now))


def erase_file(session: Session, file_name: str, *, now: datetime) -> None:
    """Have a worker remove a file."""
    tasks.add(session, kind=ERASE_TASK, key=file_name, payload={"file_name": file_name}, now=now)
