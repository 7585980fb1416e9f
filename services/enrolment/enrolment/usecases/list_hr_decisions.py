"""What was decided for an organisation: one's own decisions first, the others' on demand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from chassis.principal import Principal
from enrolment.domain.transitions import Decision
from enrolment.store.hr_decisions import DecisionQuery, hr_decisions
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import hr_desk_of
from enrolment.usecases.read_enrolments import Listed, person_of


class DecidedBy(StrEnum):
    """Whose decisions are listed."""

    ME = "me"
    ORGANISATION = "organisation"


@dataclass(frozen=True, kw_only=True)
class DecisionPage:
    """Which decisions, how many, after which (instant, move)."""

    decided_by: DecidedBy
    limit: int
    decisions: Collection[Decision] | None = None
    after: tuple[datetime, UUID] | None = None


def list_hr_decisions(reader: Reader, page: DecisionPage, *, by: Principal, now: datetime) -> Listed:
    """One page, latest first.

    Raises:
        Forbidden: not an HR validator, nor a deputy today.
    """
    query = DecisionQuery(
        organisation_id=hr_desk_of(reader, by, now=now),
        limit=page.limit + 1,
        decided_by=by.account_id if page.decided_by is DecidedBy.ME else None,
        decisions=page.decisions,
        after=page.after,
    )
    rows = hr_decisions(reader, query)
    kept = rows[: page.limit]
    for row in kept:
        known = row["decider_family_name"] is not None
        row["decider"] = f"{row['decider_given_name']} {row['decider_family_name']}" if known else None
        row["person"] = person_of(row)
    last = kept[-1] if len(rows) > page.limit else None
    return Listed(items=kept, next_after=(last["decided_at"], last["move_id"]) if last else None)
