"""The figures of an organisation for one year (of the session's first day)."""

from datetime import datetime
from typing import Any

from chassis.principal import Principal, Role
from enrolment.domain.deadlines import day_of
from enrolment.store import organisation_figures as figures
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import hr_desk_of, viewer_of


def read_organisation_figures(reader: Reader, *, year: int | None, by: Principal, now: datetime) -> dict[str, Any]:
    """Requests by state, month and type, rights used, days until a decision.

    Raises:
        Forbidden: neither an HR validator of the organisation, nor a deputy today, nor its referent.
    """
    organisation_id = by.active_organisation
    account = viewer_of(reader, by).account
    is_referent = by.active_role is Role.REFERENT and (account is None or account.holds(Role.REFERENT, organisation_id))
    if not is_referent or organisation_id is None:
        organisation_id = hr_desk_of(reader, by, now=now)
    wanted = year or day_of(now).year
    return {
        "year": wanted,
        "by_status": figures.by_status(reader, organisation_id, year=wanted),
        "by_month": figures.by_month(reader, organisation_id, year=wanted),
        "by_type": figures.by_type(reader, organisation_id, year=wanted),
        "rights": figures.rights(reader, organisation_id, year=wanted),
        "decisions": figures.decision_days(reader, organisation_id, year=wanted),
    }
