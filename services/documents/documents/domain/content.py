"""What a document says: put together once, from the copies of the day of issue, then never again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import PARIS
from documents.domain.document import Document, DocumentKind, Enrolment

# Kind → the template in force. A template once used is never edited: a change is a new file with a higher version.
TEMPLATES = {
    DocumentKind.COMPLETION_CERTIFICATE: "completion_certificate_v3",
    DocumentKind.END_OF_TRAINING_STATEMENT: "end_of_training_statement_v2",
    DocumentKind.CONVOCATION: "convocation_v2",
}
NUMBER_PREFIXES = {
    DocumentKind.COMPLETION_CERTIFICATE: "CR",
    DocumentKind.END_OF_TRAINING_STATEMENT: "AF",
    DocumentKind.CONVOCATION: "CV",
}
Shown = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The neighbours' facts that a document quotes, each as its service last told it.

    `publication` is the action as published when the person enrolled; `signatory` is None where nobody of the provider
    is known; `issuer` is Cap Métiers as staff describe it, None where they never did.
    """

    enrolment: Enrolment
    publication: Mapping[str, Any]
    provider: Mapping[str, Any]
    employer: Mapping[str, Any]
    trainee: Mapping[str, Any]
    session: Mapping[str, Any]
    signatory: Mapping[str, Any] | None
    issuer: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What distinguishes one paper from all others."""

    number: str
    verification_code: str
    verification_url: str
    issued_at: datetime


def number_of(kind: DocumentKind, *, year: int, rank: int) -> str:
    """CR-2026-000042: kind, year of issue (Europe/Paris), rank in the year."""
    return f"{NUMBER_PREFIXES[kind]}-{year}-{rank:06d}"


def shown_person(person: Mapping[str, Any] | None, *, shown: Shown) -> dict[str, Any] | None:
    """Name and job of who signs."""
    if person is None:
        return None
    name = shown(f"{person['given_name']} {person['family_name']}")
    return {"name": name, "job_title": shown(person["job_title"]) if person["job_title"] else None}


def _address(place: Mapping[str, Any], shown: Shown) -> dict[str, str]:
    return {part: shown(place[part]) for part in ("street", "postcode", "city")}


def shown_organisation(organisation: Mapping[str, Any], *, shown: Shown) -> dict[str, Any]:
    """Name, address and activity number of an organisation."""
    number = organisation["activity_declaration_number"]
    return {
        "name": shown(organisation["name"]),
        "activity_declaration_number": shown(number) if number else None,
        "address": _address(organisation, shown),
    }


def shown_issuer(issuer: Mapping[str, Any] | None, *, shown: Shown) -> dict[str, Any] | None:
    """Cap Métiers as the paper shows it."""
    if issuer is None:
        return None
    job_title = issuer["signatory_job_title"]
    signatory = {
        "name": shown(issuer["signatory_name"] or ""),
        "job_title": shown(job_title) if job_title else None,
    }
    return {
        **shown_organisation(issuer, shown=shown),
        "signatory": signatory if issuer["signatory_name"] else None,
        "logo_file": issuer["logo_file"],
    }


def shown_slots(slots: list[dict[str, Any]], *, shown: Shown) -> list[dict[str, Any]]:
    """Days, hours (Europe/Paris) and places; no meeting link: the public page repeats what the paper says."""
    return [
        {
            "date": slot["date"],
            "starts": f"{datetime.fromisoformat(slot['starts_at']).astimezone(PARIS):%H:%M}",
            "ends": f"{datetime.fromisoformat(slot['ends_at']).astimezone(PARIS):%H:%M}",
            "delivery_mode": slot["delivery_mode"],
            "place": None
            if slot["place"] is None
            else {"name": shown(slot["place"]["name"]), **_address(slot["place"], shown)},
            "map_url": slot["map_url"] if slot["place"] else None,
        }
        for slot in slots
    ]


def evaluation_of(publication: Mapping[str, Any], told: Any, *, shown: Shown) -> dict[str, Any] | None:
    """The result of an evaluation, only where the publication planned one; `result` is None where none was recorded."""
    if not publication.get("evaluation_planned"):
        return None
    said = told if isinstance(told, Mapping) else {"result": told}
    texts = {name: said.get(name) for name in ("result", "comment")}
    return {
        "method": shown(publication["evaluation"]),
        **{name: None if text is None else shown(str(text)) for name, text in texts.items()},
    }


def _paragraphs(text: str, shown: Shown) -> str:
    """A text of several lines, each as the paper can show it."""
    return "\n".join(line for line in map(shown, text.splitlines()) if line)


def _hours(sources: Sources) -> dict[str, Any]:
    minutes = sources.enrolment.net_minutes
    return {"net_minutes": minutes, "net_hours": round(minutes / 60, 2)}


def _certificate(sources: Sources, _shown: Shown) -> dict[str, Any]:
    return _hours(sources)


def _statement(sources: Sources, shown: Shown) -> dict[str, Any]:
    publication = sources.publication
    return {
        **_hours(sources),
        "planned_minutes": sources.enrolment.planned_minutes,
        "objectives": _paragraphs(publication["objectives"], shown),
        "evaluation": evaluation_of(publication, sources.enrolment.evaluation, shown=shown),
    }


def _convocation(sources: Sources, shown: Shown) -> dict[str, Any]:
    publication = sources.publication
    return {
        "duration_days": str(publication["duration_days"]),
        "slots": shown_slots(sources.session["slots"], shown=shown),
        "prerequisites": _paragraphs(publication["prerequisites"], shown),
        "accessibility": _paragraphs(publication["accessibility"], shown),
        "rules_of_procedure": _paragraphs(publication["rules_of_procedure"], shown),
    }


_OWN: Mapping[DocumentKind, Callable[[Sources, Shown], dict[str, Any]]] = {
    DocumentKind.COMPLETION_CERTIFICATE: _certificate,
    DocumentKind.END_OF_TRAINING_STATEMENT: _statement,
    DocumentKind.CONVOCATION: _convocation,
}


def content_of(document: Document, sources: Sources, *, identity: Identity, shown: Shown) -> dict[str, Any]:
    """The content, JSON values only. `shown` turns a text into what the paper can show of it."""
    trainee = sources.trainee
    return {
        "kind": document.kind.value,
        "number": identity.number,
        "verification_code": identity.verification_code,
        "verification_url": identity.verification_url,
        "issued_at": identity.issued_at.isoformat().replace("+00:00", "Z"),
        "issued_on": identity.issued_at.astimezone(PARIS).date().isoformat(),
        "issuer": shown_issuer(sources.issuer, shown=shown),
        "provider": shown_organisation(sources.provider, shown=shown),
        "trainee": {
            "civility": trainee["civility"],
            "given_name": shown(trainee["given_name"]),
            "family_name": shown(trainee["family_name"]),
        },
        "employer": {"name": shown(sources.employer["name"])},
        "title": shown(sources.publication["title"]),
        "nature": sources.publication["nature"],
        "delivery_mode": sources.publication["delivery_mode"],
        "first_day": sources.session["first_day"].isoformat(),
        "last_day": sources.session["last_day"].isoformat(),
        "place": shown(sources.provider["city"]),
        "signatory": shown_person(sources.signatory, shown=shown),
        **_OWN[document.kind](sources, shown),
    }
