"""Sheets that are no documents: the attendance sheet to sign, and specimens of templates for staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.clock import PARIS
from chassis.database import Session
from chassis.tasks import GiveUp
from documents import labels
from documents.domain.bundle import Bundle
from documents.domain.content import TEMPLATES, shown_issuer, shown_organisation, shown_slots
from documents.rendering import papers
from documents.store import copies, files, issuer_identities

SHEET_TEMPLATE = "attendance_sheet_v2"
ON_THE_SHEET = frozenset({"enrolled", "attended", "partially_attended", "absent"})
NOON = "13:00"


def _issuer(session: Session) -> tuple[dict[str, Any] | None, bytes | None]:
    issuer = shown_issuer(issuer_identities.current(session), shown=papers.printable)
    return issuer, files.get(issuer["logo_file"]) if issuer and issuer["logo_file"] else None


def _half_days(slots: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Morning and afternoon of each slot, as far as the slot has them (13:00 parts them)."""
    found = []
    for slot in slots:
        if slot["starts"] < NOON:
            found.append({**slot, "half_day": "morning", "ends": min(slot["ends"], NOON)})
        if slot["ends"] > NOON:
            found.append({**slot, "half_day": "afternoon", "starts": max(slot["starts"], NOON)})
    return found


def attendance_sheet(session: Session, bundle: Bundle) -> bytes:
    """One page a day: who is enrolled, with a field to sign per half-day; what was recorded is printed in it."""
    session_id = bundle.key("training_session_id")
    days = copies.training_session(session, session_id)
    publication = copies.newest_publication(session, days["training_action_id"]) if days else None
    if days is None or publication is None:
        raise GiveUp("the session is not known any more")
    provider = copies.organisation(session, UUID(publication["provider_organisation_id"]))
    issuer, logo = _issuer(session)
    slots = list(days["slots"])
    shown = shown_slots(slots, shown=papers.printable)
    halves = _half_days([{**one, "slot_id": raw["slot_id"]} for one, raw in zip(shown, slots, strict=True)])
    content = {
        "issued_on": bundle.requested_at.astimezone(PARIS).date().isoformat(),
        "issuer": issuer,
        "provider": shown_organisation(provider, shown=papers.printable) if provider else None,
        "author": "ParcoursPro",
        "title": papers.printable(publication["title"]),
        "first_day": days["first_day"].isoformat(),
        "last_day": days["last_day"].isoformat(),
        "half_days": halves,
        "participants": _participants(session, session_id),
        "trainers": _trainers(session, publication),
    }
    return papers.render(SHEET_TEMPLATE, content, issued_at=bundle.requested_at, logo=logo)


def _participants(session: Session, session_id: UUID) -> list[dict[str, Any]]:
    found = []
    for one in copies.enrolments_where(session, training_session_id=session_id, statuses=ON_THE_SHEET):
        person = copies.profile(session, one.account_id)
        if person is None or person["is_erased"]:
            continue
        employer = copies.organisation(session, one.organisation_id)
        minutes = {f"{half['slot_id']}.{half['half_day']}": half["net_minutes"] for half in one.half_days or []}
        found.append(
            {
                "name": papers.printable(f"{person['family_name']} {person['given_name']}"),
                "employer": papers.printable(employer["name"]) if employer else "",
                "minutes": minutes,
            }
        )
    return sorted(found, key=lambda entry: str(entry["name"]).casefold())


def _trainers(session: Session, publication: Any) -> list[str]:
    people = [copies.profile(session, UUID(text)) for text in publication["trainer_account_ids"]]
    return [
        papers.printable(f"{person['given_name']} {person['family_name']}")
        for person in people
        if person is not None and not person["is_erased"]
    ]


def specimen(session: Session, bundle: Bundle) -> bytes:
    """A template with the words of a specimen and Cap Métiers as it is described now; not sealed, not kept."""
    template = bundle.parameters["template"]
    kind = next(kind for kind, name in TEMPLATES.items() if name == template)
    issuer, logo = _issuer(session)
    at: datetime = bundle.requested_at
    content = {
        **labels.SPECIMEN,
        "kind": kind.value,
        "issuer": issuer,
        "issued_on": at.astimezone(PARIS).date().isoformat(),
        "issued_at": at.isoformat(),
    }
    return papers.render(template, content, issued_at=at, logo=logo)
