"""What a certificate says: put together once, from the copies of the day of issue, then never again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chassis.clock import PARIS
from documents.domain.document import Document, Presence

TEMPLATES = {"completion_certificate": "completion_certificate_v1"}
NUMBER_PREFIXES = {"completion_certificate": "CR"}


@dataclass(frozen=True, kw_only=True)
class Sources:
    """The neighbours' facts that a certificate quotes, each as its service last told it.

    `publication` is the action as published when the person enrolled; `signatory` is None where nobody of the provider
    is known to have recorded the presence.
    """

    presence: Presence
    publication: Mapping[str, Any]
    provider: Mapping[str, Any]
    employer: Mapping[str, Any]
    trainee: Mapping[str, Any]
    session: Mapping[str, Any]
    signatory: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What distinguishes one paper from all others."""

    number: str
    verification_code: str
    verification_url: str
    issued_at: datetime


def number_of(kind: str, *, year: int, rank: int) -> str:
    """CR-2026-000042: kind, year of issue (Europe/Paris), rank in the year."""
    return f"{NUMBER_PREFIXES[kind]}-{year}-{rank:06d}"


def _signatory(person: Mapping[str, Any] | None, shown: Callable[[str], str]) -> dict[str, Any] | None:
    if person is None:
        return None
    name = shown(f"{person['given_name']} {person['family_name']}")
    return {"name": name, "job_title": shown(person["job_title"]) if person["job_title"] else None}


def content_of(
    document: Document, sources: Sources, *, identity: Identity, shown: Callable[[str], str]
) -> dict[str, Any]:
    """The content, JSON values only. `shown` turns a text into what the paper can show of it."""
    provider, trainee = sources.provider, sources.trainee
    number = provider["activity_declaration_number"]
    return {
        "kind": document.kind.value,
        "number": identity.number,
        "verification_code": identity.verification_code,
        "verification_url": identity.verification_url,
        "issued_at": identity.issued_at.isoformat().replace("+00:00", "Z"),
        "issued_on": identity.issued_at.astimezone(PARIS).date().isoformat(),
        "provider": {
            "name": shown(provider["name"]),
            "activity_declaration_number": shown(number) if number else None,
            "address": {part: shown(provider[part]) for part in ("street", "postcode", "city")},
        },
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
        "net_minutes": sources.presence.net_minutes,
        "net_hours": round(sources.presence.net_minutes / 60, 2),
        "place": shown(provider["city"]),
        "signatory": _signatory(sources.signatory, shown),
    }
