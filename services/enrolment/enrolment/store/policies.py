"""The versions of the rules of participation."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from enrolment.domain.policy import Policy
from enrolment.store.reading import Reader
from enrolment.store.tables import POLICIES, PROFILES

_EVERY = select(Policy)


def every(session: Session) -> list[Policy]:
    """All versions: there are few."""
    return list(session.scalars(_EVERY))


def read(reader: Reader) -> list[Policy]:
    """The same, for a connection that only reads."""
    return [Policy(**row._mapping) for row in reader.execute(select(POLICIES))]


def next_version(session: Session) -> int:
    """The number after the last one; the table is locked against another publication until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext("enrolment.policies"))))
    return (session.scalar(select(func.max(POLICIES.c.version))) or 0) + 1


def listed(reader: Reader) -> list[dict[str, Any]]:
    """All versions with the name of who published them, newest first."""
    statement = (
        select(*POLICIES.c, PROFILES.c.given_name, PROFILES.c.family_name)
        .outerjoin(PROFILES, PROFILES.c.account_id == POLICIES.c.created_by)
        .order_by(POLICIES.c.version.desc())
    )
    return [dict(row._mapping) for row in reader.execute(statement)]
