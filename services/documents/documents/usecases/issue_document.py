"""Issue a document in three steps, each of which may be done again: fix what it says, make the paper, make it valid.

What it says (with number, code and date) is fixed in a transaction of its own, so that a worker that dies and starts
again makes a paper that says the very same. The file is named after the document: whoever comes second takes the paper
that is there, for no two seals of one text have the same bytes.
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
from documents.domain.document import Document, DocumentKind, DocumentStatus, Enrolment, Move
from documents.domain.errors import NotYetKnown
from documents.domain.events import document_event
from documents.domain.verification_codes import new_code
from documents.rendering import papers, seal, seal_key, site
from documents.store import copies, files, issuer_identities, seal_certificates
from documents.store import documents as store

ERASE_TASK = "erase_file"
_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class StoredPaper:
    """A stored paper that waits to become valid."""

    document_id: UUID
    name: str
    sha256: str
    size: int


def issue_document(document_id: UUID, *, now: datetime) -> Callable[[Session], None]:
    """Fix, typeset, seal, store; what is returned makes the document valid in the caller's transaction.

    Raises:
        NotYetKnown: a fact it quotes has not arrived yet.
        BadKey: the certificate of the seal ran out.
    """
    with transaction() as session:
        document = _fix(session, document_id, now=now)
    if document is None:
        return lambda _session: None
    paper = _make_paper(document, now=now)
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
    enrolment = _known(copies.enrolment(session, document.enrolment_id), "enrolment")
    trainee = _known(copies.profile(session, document.account_id), "trainee")
    if _is_overtaken(document, enrolment) or trainee["is_erased"]:
        document.move(Move.DROP, now=now)
        return None
    sources = _sources(session, enrolment, trainee=trainee)
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
    document.content = content_of(document, sources, identity=identity, shown=papers.printable)
    return document


def _is_overtaken(document: Document, enrolment: Enrolment) -> bool:
    """A later version of the enrolment; a convocation outlives the presence that follows it."""
    if document.kind is DocumentKind.CONVOCATION and enrolment.recorded_at is not None:
        return False
    return enrolment.version != document.presence_version


def _sources(session: Session, enrolment: Enrolment, *, trainee: Mapping[str, Any]) -> Sources:
    publication = _known(
        copies.publication(session, enrolment.training_action_id, number=enrolment.publication_number), "publication"
    )
    provider_id = UUID(publication["provider_organisation_id"])
    return Sources(
        enrolment=enrolment,
        publication=publication,
        provider=_known(copies.organisation(session, provider_id), "provider"),
        employer=_known(copies.organisation(session, enrolment.organisation_id), "employer"),
        trainee=trainee,
        session=_known(copies.training_session(session, enrolment.training_session_id), "session"),
        signatory=_signatory(session, enrolment, publication=publication),
        issuer=issuer_identities.current(session),
    )


def _signatory(session: Session, enrolment: Enrolment, *, publication: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Who of the provider recorded the presence, otherwise the first trainer of the action who is still known."""
    trainers = [UUID(text) for text in publication["trainer_account_ids"]]
    for account_id in [enrolment.recorded_by, *trainers]:
        person = None if account_id is None else _known(copies.profile(session, account_id), "signatory")
        if person is not None and not person["is_erased"]:
            return person
    return None


def _make_paper(document: Document, *, now: datetime) -> StoredPaper:
    if document.template is None or document.content is None or document.issued_at is None:
        raise ValueError("only a fixed document can be typeset")
    name = f"{document.issued_at.astimezone(PARIS).year}/{document.document_id}.pdf"
    pdf = files.get(name)
    if pdf is None:
        logo = _logo(document.content)
        paper = papers.render(document.template, document.content, issued_at=document.issued_at, logo=logo)
        pdf = _put_once(name, seal.sealed(paper, now=now))
    return StoredPaper(document_id=document.document_id, name=name, sha256=files.hash_of(pdf), size=len(pdf))


def _logo(content: Mapping[str, Any]) -> bytes | None:
    """A logo that is missing leaves the name of Cap Métiers in letters."""
    issuer = content.get("issuer")
    return files.get(issuer["logo_file"]) if issuer and issuer["logo_file"] else None


def _put_once(name: str, pdf: bytes) -> bytes:
    """Store it, or take what another worker stored meanwhile."""
    try:
        files.put(name, pdf)
    except files.Clash:
        return files.get(name) or pdf
    return pdf


def _finish(session: Session, paper: StoredPaper, *, fixed: Document, now: datetime) -> None:
    """Make the document valid and those before it replaced, unless a correction overtook it meanwhile."""
    known = store.lock_of_enrolment(session, fixed.enrolment_id, kind=fixed.kind)
    document = next(found for found in known if found.document_id == paper.document_id)
    if document.status is not DocumentStatus.PENDING:
        if document.file_name != paper.name:
            erase_file(session, paper.name, now=now)
        return
    for earlier in known:
        if earlier.status is DocumentStatus.VALID:
            earlier.replaced_by, document.replaces_number = document.document_id, earlier.number
            earlier.move(Move.REPLACE, now=now)
            outbox.append(session, document_event(earlier, occurred_at=now))
    session.flush()  # the database allows one valid document at a time
    document.file_name, document.file_sha256, document.file_size = paper.name, paper.sha256, paper.size
    document.move(Move.ISSUE, now=now)
    _remember_certificate(session, now=now)
    session.flush()
    outbox.append(session, document_event(document, occurred_at=now))


def _remember_certificate(session: Session, *, now: datetime) -> None:
    key = seal_key.bound()
    values = {
        "fingerprint": key.fingerprint,
        "chain": key.chain_pem,
        "not_before": key.certificate.not_valid_before_utc,
        "not_after": key.certificate.not_valid_after_utc,
        "first_used_at": now,
    }
    seal_certificates.keep(session, values)


def erase_file(session: Session, file_name: str, *, now: datetime) -> None:
    """Have a worker remove a file."""
    tasks.add(session, kind=ERASE_TASK, key=file_name, payload={"file_name": file_name}, now=now)
