"""The evidence of one action for a Qualiopi audit: programme, requests, presences, papers, and what is missing."""

from typing import Any
from uuid import UUID

import orjson

from chassis.clock import PARIS
from chassis.database import Session
from documents import labels
from documents.domain.bundle import Bundle
from documents.domain.content import shown_issuer, shown_organisation
from documents.domain.document import Enrolment
from documents.rendering import archives, papers
from documents.store import copies, files, issuer_identities
from documents.usecases.gather_papers import valid_papers

PROGRAMME_TEMPLATE = "programme_v1"
_TEXTS = (
    "objectives", "audience", "prerequisites", "content", "methods", "evaluation", "accessibility",
    "rules_of_procedure",
)  # fmt: skip


def _programme(session: Session, publication: dict[str, Any], *, bundle: Bundle) -> bytes:
    provider = copies.organisation(session, UUID(publication["provider_organisation_id"]))
    issuer = shown_issuer(issuer_identities.current(session), shown=papers.printable)
    shown = {
        name: "\n".join(line for line in map(papers.printable, (publication[name] or "").splitlines()) if line)
        for name in _TEXTS
    }
    content = {
        "issued_on": bundle.requested_at.astimezone(PARIS).date().isoformat(),
        "issuer": issuer,
        "provider": shown_organisation(provider, shown=papers.printable) if provider else None,
        "title": papers.printable(publication["title"]),
        "publication_number": publication["publication_number"],
        "published_on": publication["published_at"][:10],
        "delivery_mode": publication["delivery_mode"],
        "nature": publication["nature"],
        "duration_days": str(publication["duration_days"]),
        **shown,
    }
    content["author"] = content["provider"]["name"] if content["provider"] else "ParcoursPro"
    logo = files.get(issuer["logo_file"]) if issuer and issuer["logo_file"] else None
    return papers.render(PROGRAMME_TEMPLATE, content, issued_at=bundle.requested_at, logo=logo)


def _who(session: Session, enrolment: Enrolment) -> tuple[str, str]:
    person = copies.profile(session, enrolment.account_id)
    employer = copies.organisation(session, enrolment.organisation_id)
    known = person is not None and not person["is_erased"]
    name = f"{person['family_name']} {person['given_name']}" if person and known else labels.FORGOTTEN
    return name, employer["name"] if employer else ""


def _requests(session: Session, enrolments: list[Enrolment]) -> bytes:
    rows = [
        (
            *_who(session, one), one.training_session_id, labels.STATUSES.get(one.status, one.status),
            one.requested_at.astimezone(PARIS).isoformat(timespec="minutes") if one.requested_at else "",
            one.decided_at.astimezone(PARIS).isoformat(timespec="minutes") if one.decided_at else "",
        )
        for one in enrolments
    ]  # fmt: skip
    return archives.csv_of(labels.REQUEST_HEADINGS, rows)


def _presences(session: Session, enrolments: list[Enrolment]) -> bytes:
    rows = []
    for one in enrolments:
        days = copies.training_session(session, one.training_session_id)
        dates = {slot["slot_id"]: slot["date"] for slot in days["slots"]} if days else {}
        for half in one.half_days or []:
            half_day = labels.HALF_DAYS.get(half["half_day"], half["half_day"])
            rows.append((*_who(session, one), dates.get(half["slot_id"], ""), half_day, half["net_minutes"]))
    return archives.csv_of(labels.PRESENCE_HEADINGS, rows)


def evidence_pack(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """Each publication as a programme, tables of requests, presences and papers, and a note on what is missing."""
    action_id = bundle.key("training_action_id")
    publications = copies.publications(session, action_id)
    enrolments = copies.enrolments_where(session, training_action_id=action_id)
    rows = [
        (labels.KINDS[row["kind"]], row["number"], row["issued_at"].astimezone(PARIS).date(), row["file_sha256"])
        for row in valid_papers(session, training_action_id=action_id)
    ]
    found = {
        labels.PROGRAMME_PAPER.format(number=one["publication_number"]): _programme(session, dict(one), bundle=bundle)
        for one in publications
    }
    return found | {
        labels.PUBLICATIONS_DATA: orjson.dumps(list(publications), option=orjson.OPT_INDENT_2),
        labels.REQUESTS_TABLE: _requests(session, enrolments),
        labels.PRESENCES_TABLE: _presences(session, enrolments),
        labels.PAPERS_TABLE: archives.csv_of(labels.PAPER_HEADINGS, rows),
        labels.READ_ME: labels.EVIDENCE_READ_ME.encode(),
    }
