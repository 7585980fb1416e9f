"""The referent names who decides in the place of an absent HR validator, and takes it back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.errors import Forbidden, NotFound
from chassis.ids import new_id
from chassis.principal import Principal, Role
from enrolment.domain.deadlines import day_of
from enrolment.domain.deputies import Deputy
from enrolment.domain.errors import DeputyOverlap, DeputyUnfit
from enrolment.domain.notices import deputy_named
from enrolment.domain.people import Account, still_holds
from enrolment.store import deputies, people
from enrolment.store.reading import Reader


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """Who is absent, who decides instead, on which days (both included)."""

    absent_account_id: UUID
    deputy_account_id: UUID
    first_day: date
    last_day: date


def _referents_organisation(reader: Reader, by: Principal) -> UUID:
    organisation_id = by.active_organisation
    account = people.account(reader, by.account_id)
    holds = still_holds(account, Role.REFERENT, organisation_id=organisation_id)
    if by.active_role is not Role.REFERENT or organisation_id is None or not holds:
        raise Forbidden(figures={"active_role": by.active_role}, next_step="switch-role")
    return organisation_id


def name_deputy(session: Session, mandate: Mandate, *, by: Principal, now: datetime) -> Deputy:
    """The deputy decides from the first day on, without a role of their own; everybody else keeps theirs.

    Raises:
        Forbidden: not the referent of the organisation.
        DeputyUnfit: the figures say what is wrong.
        DeputyOverlap: the absent person has a deputy on some of these days.
    """
    organisation_id = _referents_organisation(session, by)
    absent = people.account(session, mandate.absent_account_id)
    deputy = people.account(session, mandate.deputy_account_id)
    fault = _fault(mandate, absent=absent, deputy=deputy, organisation_id=organisation_id, today=day_of(now))
    if fault is not None:
        raise DeputyUnfit(figures={"fault": fault}, next_step="correct-the-deputy")
    made = Deputy(
        deputy_id=new_id(), organisation_id=organisation_id, named_by=by.account_id, named_at=now, **vars(mandate)
    )
    if deputies.overlapping(session, made):
        raise DeputyOverlap(
            figures={"first_day": made.first_day, "last_day": made.last_day}, next_step="correct-the-deputy"
        )
    deputies.add(session, made)
    outbox.append(session, deputy_named(made))
    return made


def _fault(
    mandate: Mandate, *, absent: Account | None, deputy: Account | None, organisation_id: UUID, today: date
) -> str | None:
    if mandate.absent_account_id == mandate.deputy_account_id:
        return "same-person"
    if mandate.last_day < mandate.first_day or mandate.last_day < today:
        return "days"
    if absent is None or Role.HR_VALIDATOR not in absent.roles_in(organisation_id):
        return "absent-is-no-hr-validator"
    if deputy is None or not deputy.holds(Role.BENEFICIARY, organisation_id):
        return "deputy-not-affiliated"
    return None


def end_deputy(session: Session, deputy_id: UUID, *, by: Principal, now: datetime) -> None:
    """Take a mandate back; one that was taken back stays so.

    Raises:
        Forbidden: not the referent of an organisation.
        NotFound: no mandate of this organisation.
    """
    organisation_id = _referents_organisation(session, by)
    found = deputies.find(session, deputy_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound
    if found.ended_at is None:
        deputies.end(session, deputy_id, now=now)


def list_deputies(reader: Reader, *, by: Principal, now: datetime) -> list[dict[str, Any]]:
    """Mandates in force or to come.

    Raises:
        Forbidden: not the referent of an organisation.
    """
    organisation_id = _referents_organisation(reader, by)
    rows = deputies.of_organisation(reader, organisation_id, since=day_of(now))
    for row in rows:
        for who in ("absent", "deputy"):
            known = row[f"{who}_family_name"] is not None
            row[f"{who}_name"] = f"{row[f'{who}_given_name']} {row[f'{who}_family_name']}" if known else None
        row["is_in_force"] = row["first_day"] <= day_of(now)
    return rows


def list_people(reader: Reader, *, by: Principal) -> list[dict[str, Any]]:
    """The confirmed people of the organisation with their roles, by name.

    Raises:
        Forbidden: not the referent of an organisation.
    """
    organisation_id = _referents_organisation(reader, by)
    return [
        {
            "account_id": account.account_id,
            "name": name,
            "roles": sorted(account.roles_in(organisation_id)),
            "may_decide": account.holds(Role.BENEFICIARY, organisation_id),
        }
        for account, name in people.of_organisation(reader, organisation_id)
    ]
