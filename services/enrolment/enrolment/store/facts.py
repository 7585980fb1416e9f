"""All that bears on whether a person may ask for a place, in one statement: it is read under lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Label, Row, Uuid, bindparam, func, select, true
from sqlalchemy.orm import Session

from enrolment.domain.people import Account, Organisation
from enrolment.domain.policy import CapScope
from enrolment.domain.rights import RightsUsed
from enrolment.domain.rules import OtherRequest
from enrolment.domain.seats import Seats
from enrolment.domain.statuses import ENGAGED, TAKEN
from enrolment.domain.targets import Target
from enrolment.store.people import ACCOUNT, ORGANISATION
from enrolment.store.tables import ACCOUNTS, ENROLMENTS, ORGANISATIONS, PARTICIPATION_RIGHTS, SEATS


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the copies and counts say; None where no copy has come yet.

    `present` counts the people of the organisation who hold a seat: on the action this year, or on the session.
    """

    account: Account | None
    organisation: Organisation | None
    seats: Seats | None
    rights: RightsUsed
    other_request: OtherRequest | None
    present: dict[CapScope, int]


_ASKED = select(
    bindparam("account_id", type_=Uuid).label("account_id"),
    bindparam("organisation_id", type_=Uuid).label("organisation_id"),
    bindparam("training_session_id", type_=Uuid).label("training_session_id"),
).subquery("asked")
_OF_ACTION = (ENROLMENTS.c.training_action_id == bindparam("training_action_id")) & (
    ENROLMENTS.c.year == bindparam("year")
)
_OTHER_FIELDS = ("enrolment_id", "training_session_id", "status")
_OTHER = (
    select(*(ENROLMENTS.c[name] for name in _OTHER_FIELDS))
    .where(ENROLMENTS.c.account_id == _ASKED.c.account_id, _OF_ACTION, ENROLMENTS.c.status.in_(ENGAGED))
    .order_by(ENROLMENTS.c.requested_at.desc())
    .limit(1)
    .lateral("other")
)
_PRESENT = (
    select(
        func.count().label("on_action"),
        func.count().filter(ENROLMENTS.c.training_session_id == _ASKED.c.training_session_id).label("on_session"),
    )
    .where(ENROLMENTS.c.organisation_id == _ASKED.c.organisation_id, _OF_ACTION, ENROLMENTS.c.status.in_(TAKEN))
    .lateral("present")
)


def _named(prefix: str, columns: Sequence[Column[Any]]) -> list[Label[Any]]:
    return [column.label(prefix + column.name) for column in columns]


def _part(row: Row[*tuple[Any, ...]], prefix: str) -> dict[str, Any]:
    return {name.removeprefix(prefix): value for name, value in row._mapping.items() if name.startswith(prefix)}


_RIGHTS = (PARTICIPATION_RIGHTS.c.member_only, PARTICIPATION_RIGHTS.c.formations)
_STATEMENT = select(
    *_named("account.", ACCOUNT),
    *_named("organisation.", ORGANISATION),
    *_named("seats.", list(SEATS.c)),
    *_named("rights.", _RIGHTS),
    *(_OTHER.c[name].label(f"other.{name}") for name in _OTHER_FIELDS),
    _PRESENT.c.on_action,
    _PRESENT.c.on_session,
).select_from(
    _ASKED.outerjoin(ACCOUNTS, ACCOUNTS.c.account_id == _ASKED.c.account_id)
    .outerjoin(ORGANISATIONS, ORGANISATIONS.c.organisation_id == _ASKED.c.organisation_id)
    .outerjoin(SEATS, SEATS.c.training_session_id == _ASKED.c.training_session_id)
    .outerjoin(
        PARTICIPATION_RIGHTS,
        (PARTICIPATION_RIGHTS.c.account_id == _ASKED.c.account_id) & (PARTICIPATION_RIGHTS.c.year == bindparam("year")),
    )
    .outerjoin(_OTHER, true())
    .outerjoin(_PRESENT, true())
)


def known(session: Session, target: Target, *, account_id: UUID, organisation_id: UUID | None) -> Known:
    """The facts as they stand; under whatever locks the caller holds."""
    asked = {"account_id": account_id, "organisation_id": organisation_id, "year": target.year}
    asked |= {"training_session_id": target.training_session_id, "training_action_id": target.training_action_id}
    row = session.execute(_STATEMENT, asked).one()
    rights, other, seats = (_part(row, prefix) for prefix in ("rights.", "other.", "seats."))
    account, organisation = _part(row, "account."), _part(row, "organisation.")
    return Known(
        account=Account(**account) if account["account_id"] else None,
        organisation=Organisation(**organisation) if organisation["organisation_id"] else None,
        seats=Seats(**seats) if seats["training_session_id"] else None,
        rights=RightsUsed(year=target.year, **{name: count or 0 for name, count in rights.items()}),
        other_request=OtherRequest(**other) if other["enrolment_id"] else None,
        present={CapScope.TRAINING_ACTION: row.on_action, CapScope.TRAINING_SESSION: row.on_session},
    )
