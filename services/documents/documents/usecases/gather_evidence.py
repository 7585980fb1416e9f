"""The evidence of one action for a Qualiopi audit: programme, requests, presences, papers, satisfaction, complaints."""

from datetime import date
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

PROGRAMME_TEMPLATE = "programme_v2"
_TEXTS = (
    "objectives", "audience", "prerequisites", "content", "methods", "evaluation", "accessibility",
    "rules_of_procedure",
)  # fmt: skip

_NO_QUESTIONNAIRE: dict[str, Any] = {"asked": 0, "answered": 0, "is_hidden": False, "least_answers": 0, "results": []}


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


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _days(session: Session, training_session_id: UUID) -> str:
    """The days of a session; its key where they have not arrived."""
    found = copies.training_session(session, training_session_id)
    if found is None:
        return str(training_session_id)
    first, last = _day(found["first_day"]), _day(found["last_day"])
    return first if first == last else f"{first} - {last}"


def _requests(session: Session, enrolments: list[Enrolment]) -> bytes:
    rows = [
        (
            *_who(session, one), _days(session, one.training_session_id), labels.STATUSES.get(one.status, one.status),
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


def _satisfaction(session: Session, training_action_id: UUID) -> bytes:
    """Numbers that name nobody; the bound on how few may be shown was kept by who counted."""
    found = copies.satisfaction(session, training_action_id) or _NO_QUESTIONNAIRE
    least = found["least_answers"]
    rows: list[tuple[object, ...]] = [
        (labels.QUESTIONNAIRES_OPENED, found["asked"], "", ""),
        (labels.QUESTIONNAIRES_ANSWERED, found["answered"], "", ""),
    ]
    for result in found["results"]:
        words = result["label"] or labels.QUESTIONS.get(result["question_id"], result["question_id"])
        rows.append((words, result["answered"], *_shown_result(result, least=least)))
    if found["is_hidden"]:
        rows.append((labels.TOO_FEW_ANSWERS.format(least=least), "", "", ""))
    return archives.csv_of(labels.SATISFACTION_HEADINGS, rows)


def _shown_result(result: dict[str, Any], *, least: int) -> tuple[str, str]:
    """Mean and distribution."""
    if result["answered"] < least and result["kind"] != "text":
        return "", labels.TOO_FEW_ANSWERS.format(least=least)
    mean = "" if result["mean"] is None else f"{result['mean']:.2f}".replace(".", ",")
    is_yes_no = result["kind"] == "yes_no"
    said = [(labels.YES_OR_NO[one["answer"]] if is_yes_no else one["answer"], one["count"]) for one in result["counts"]]
    return mean, " ; ".join(f"{answer} : {count}" for answer, count in said)


def _complaints(session: Session, training_action_id: UUID) -> bytes:
    rows = []
    for one in copies.complaints(session, training_action_id):
        came = one["registered_at"].astimezone(PARIS).date()
        answered = one["answered_at"].astimezone(PARIS).date() if one["answered_at"] else None
        rows.append(
            (
                _day(came), _days(session, one["training_session_id"]),
                labels.COMPLAINT_TOPICS.get(one["topic"], one["topic"]),
                _day(answered) if answered else None, (answered - came).days if answered else None,
                labels.COMPLAINT_ANSWERED if answered else labels.COMPLAINT_OPEN,
            )
        )  # fmt: skip
    return archives.csv_of(labels.COMPLAINT_HEADINGS, rows)


def evidence_pack(session: Session, bundle: Bundle) -> dict[str, bytes]:
    """Each publication as a programme, a table of each kind of evidence, and a note that explains them."""
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
        labels.SATISFACTION_TABLE: _satisfaction(session, action_id),
        labels.COMPLAINTS_TABLE: _complaints(session, action_id),
        labels.READ_ME: labels.EVIDENCE_READ_ME.encode(),
    }
