"""What an HR validator looks back on: decisions taken, who was really present, the figures of the organisation."""

from flask import Blueprint, render_template, request

from chassis.principal import Role
from web import labels
from web.pages.access import page_for, token
from web.pages.formats import today
from web.pages.hr_validator import PAGE
from web.pages.hr_validator_access import AT_DESK, at_desk
from web.pages.my_space_requests import page_urls
from web.pages.wiring import wiring

PRESENCES = "attended,partially_attended,absent"
YEARS_BACK = 3
pages = Blueprint("hr_validator_decisions", __name__, url_prefix="/valideur")


@pages.get("/decisions")
@page_for(*AT_DESK)
@at_desk
def decisions() -> str:
    """One's own first; those of the whole organisation, and those of one kind, by filter."""
    whose, kind = request.args.get("par", ""), request.args.get("decision", "")
    decided_by = whose if whose in labels.decisions.DECIDED_BY else "me"
    decision = kind if kind in labels.decisions.HR_DECISIONS else ""
    query = {"decided_by": decided_by, "decision": decision, "limit": PAGE, "cursor": request.args.get("cursor")}
    found = wiring().hr_desk.decisions(query, token=token())
    urls = page_urls("/valideur/decisions", {"par": whose, "decision": decision}, found["next_cursor"])
    return render_template(
        "hr_validator/decisions.html", decisions=found["items"], urls=urls, whose=decided_by, chosen=decision
    )


@pages.get("/presences")
@page_for(*AT_DESK)
@at_desk
def presences() -> str:
    """Who of the organisation was really there, latest session first."""
    chosen = request.args.get("etat", "")
    status = chosen if chosen in PRESENCES.split(",") else PRESENCES
    query = {
        "scope": "organisation",
        "status": status,
        "sort": "-starts_at",
        "limit": PAGE,
        "cursor": request.args.get("cursor"),
    }
    found = wiring().enrolments.page(query, token=token())
    urls = page_urls("/valideur/presences", {"etat": chosen}, found["next_cursor"])
    return render_template(
        "hr_validator/presences.html",
        enrolments=found["items"],
        urls=urls,
        chosen=chosen,
        choices=PRESENCES.split(","),
    )


@pages.get("/chiffres")
@page_for(*AT_DESK, Role.REFERENT)
@at_desk
def figures() -> str:
    """The year in numbers; each plot has its table beside it."""
    this_year = today().year
    years = [str(year) for year in range(this_year + 1, this_year - YEARS_BACK, -1)]
    chosen = request.args.get("annee", "")
    year = chosen if chosen in years else str(this_year)
    found = wiring().hr_desk.figures(year, token=token())
    return render_template("hr_validator/figures.html", figures=found, years=years, chosen=year)
