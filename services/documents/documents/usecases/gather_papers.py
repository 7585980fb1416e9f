"""Papers of people in archives: for the employer, and the person's own passport."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson

from chassis.clock import PARIS
from chassis.database import Session
from documents import labels
from documents.domain.bundle import Bundle
from documents.domain.content import shown_issuer
from documents.domain.document import DocumentStatus, Enrolment
from documents.rendering import archives, papers
from documents.store import badges, copies, files, issuer_identities
from documents.store import documents as store
from documents.store.documents import Scope

RECORD_TEMPLATE = "training_record_v2"
# The employer takes stock of six years (Code du travail, L6315-1).
TAKING_STOCK = timedelta(days=6 * 366)
MOST = 1_000
Row = Mapping[str, Any]


def valid_papers(session: Session, **filters: Any) -> Sequence[Row]:
    """Valid documents, newest first, that were not erased."""
    wanted = {**filters, "status": DocumentStatus.VALID}
    scope = Scope(account_id=UUID(int=0), everything=True)
    found = store.read_page(session.connection(), scope, filters=wanted, after=None, limit=MOST)
    return [dict(row) for row in found if row["erased_at"] is None]


def _named(rows: Sequence[Row], *, folder: str, by_person: bool) -> dict[str, bytes]:
    """The stored files under names that people understand; one that is missing is left out and listed."""
    found: dict[str, bytes] = {}
    for row in rows:
        person = row["content"]["trainee"] or {"family_name": "", "given_name": ""}
        owner = archives.safe_name(f"{person['family_name']} {person['given_name']}") + "/" if by_person else ""
        content = files.get(row["file_name"])
        if content is not None:
            found[f"{folder}{owner}{labels.FILE_NAMES[row['kind']]}-{row['number']}.pdf"] = content
    return found or {labels.READ_ME: labels.NOTHING_HERE.encode()}


def of_person(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """Papers of one person, of requests made under the employer's organisation."""
    rows = valid_papers(session, account_id=bundle.key("account_id"), organisation_id=bundle.organisation_id)
    return _named(rows, folder="", by_person=False)


def of_session(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """Papers of one session: of the employer's people, or (provider, staff) of all."""
    filters: dict[str, Any] = {"training_session_id": bundle.key("training_session_id")}
    if bundle.role == "hr_validator":
        filters["organisation_id"] = bundle.organisation_id
    return _named(valid_papers(session, **filters), folder="", by_person=True)


def _line(session: Session, enrolment: Enrolment) -> dict[str, Any]:
    publication = copies.publication(session, enrolment.training_action_id, number=enrolment.publication_number) or {}
    days = copies.training_session(session, enrolment.training_session_id)
    employer = copies.organisation(session, enrolment.organisation_id)
    return {
        "enrolment_id": str(enrolment.enrolment_id),
        "title": publication.get("title"),
        "type": publication.get("type", {}).get("label"),
        "objectives": publication.get("objectives"),
        "duration_days": publication.get("duration_days"),
        "employer": employer["name"] if employer else None,
        "first_day": days["first_day"].isoformat() if days else None,
        "last_day": days["last_day"].isoformat() if days else None,
        "status": enrolment.status,
        "requested_at": enrolment.requested_at.isoformat() if enrolment.requested_at else None,
        "net_minutes": enrolment.net_minutes,
        "planned_minutes": enrolment.planned_minutes,
        "evaluation": enrolment.evaluation,
    }


def _record(
    session: Session, account_id: UUID, *, lines: Sequence[dict[str, Any]], at: datetime, employer: str | None
) -> bytes:
    """The list of actions as a paper; only what was attended."""
    person = copies.profile(session, account_id)
    issuer = shown_issuer(issuer_identities.current(session), shown=papers.printable)
    name = f"{person['given_name']} {person['family_name']}" if person and not person["is_erased"] else ""
    shown = ("title", "type", "first_day", "last_day", "net_minutes", "employer")
    content = {
        "issued_on": at.astimezone(PARIS).date().isoformat(),
        "issuer": issuer,
        "author": "ParcoursPro",
        "person": papers.printable(name),
        "employer": papers.printable(employer) if employer else None,
        "actions": [
            {key: papers.printable(line[key]) if isinstance(line[key], str) else line[key] for key in shown}
            for line in lines
            if line["net_minutes"] and line["title"] and line["first_day"]
        ],
    }
    logo = files.get(issuer["logo_file"]) if issuer and issuer["logo_file"] else None
    return papers.render(RECORD_TEMPLATE, content, issued_at=at, logo=logo)


def _as_table(lines: Sequence[dict[str, Any]]) -> bytes:
    rows = [
        (
            line["title"], line["type"], line["first_day"], line["last_day"],
            labels.STATUSES.get(line["status"], line["status"]), round(line["net_minutes"] / 60, 2), line["employer"],
        )
        for line in lines
    ]  # fmt: skip
    return archives.csv_of(labels.ACTION_HEADINGS, rows)


def passport(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """Everything of the person: record, actions as data, papers, badges."""
    account_id = bundle.requested_by
    lines = [_line(session, found) for found in copies.enrolments_where(session, account_id=account_id)]
    record = _record(session, account_id, lines=lines, at=bundle.requested_at, employer=None)
    data = {"generated_at": bundle.requested_at.isoformat(), "account_id": str(account_id), "actions": lines}
    found = {
        labels.PASSPORT_PAPER: record,
        labels.PASSPORT_DATA: orjson.dumps(data, option=orjson.OPT_INDENT_2),
    }
    rows = valid_papers(session, account_id=account_id)
    return found | (_named(rows, folder="documents/", by_person=False) if rows else {}) | _badges(session, account_id)


def _badges(session: Session, account_id: UUID) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    scope = Scope(account_id=account_id)
    for row in badges.read_page(
        session.connection(), scope, filters={"account_id": account_id}, after=None, limit=MOST
    ):
        if row["credential_jwt"] is None:
            continue
        stem = f"badges/{archives.safe_name(row['content']['title'])}-{str(row['badge_id'])[-8:]}"
        found[f"{stem}.jwt"] = row["credential_jwt"].encode()
        found[f"{stem}.json"] = orjson.dumps(row["credential"], option=orjson.OPT_INDENT_2)
        for suffix in ("png", "svg"):
            picture = files.get(row[f"{suffix}_file"])
            if picture is not None:
                found[f"{stem}.{suffix}"] = picture
    return found


def employer_pack(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """What the employer needs to take stock with one person: record, table and papers of six years."""
    account_id, organisation_id = bundle.key("account_id"), bundle.organisation_id or UUID(int=0)
    since = (bundle.requested_at - TAKING_STOCK).date().isoformat()
    every = copies.enrolments_where(session, account_id=account_id, organisation_id=organisation_id)
    lines = [line for line in (_line(session, found) for found in every) if (line["first_day"] or since) >= since]
    employer = copies.organisation(session, organisation_id)
    name = employer["name"] if employer else None
    record = _record(session, account_id, lines=lines, at=bundle.requested_at, employer=name)
    rows = [
        row
        for row in valid_papers(session, account_id=account_id, organisation_id=organisation_id)
        if row["content"]["first_day"] >= since
    ]
    found = {labels.RECORD_PAPER: record, labels.ACTIONS_TABLE: _as_table(lines)}
    return found | (_named(rows, folder="documents/", by_person=False) if rows else {})
