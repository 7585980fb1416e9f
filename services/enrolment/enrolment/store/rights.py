"""Rights used, per person and year, and the people of an organisation on an action: the second and third locks."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import bindparam, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from enrolment.domain.policy import CapScope
from enrolment.domain.rights import RightsUsed
from enrolment.domain.statuses import TAKEN
from enrolment.domain.targets import Target
from enrolment.store.tables import ENROLMENTS, ORGANISATION_CAPS, PARTICIPATION_RIGHTS

_Key = tuple[UUID, int]
# An update that changes nothing locks the row, whether or not it was there before.
_LOCK = (
    insert(PARTICIPATION_RIGHTS)
    .on_conflict_do_update(index_elements=["account_id", "year"], set_={"year": PARTICIPATION_RIGHTS.c.year})
    .returning(*PARTICIPATION_RIGHTS.c)
)
_CAP = insert(ORGANISATION_CAPS)
_LOCK_CAPS = _CAP.on_conflict_do_update(
    index_elements=["training_action_id", "organisation_id"],
    set_={"organisation_id": _CAP.excluded.organisation_id},
)
_USED = select(PARTICIPATION_RIGHTS.c.member_only, PARTICIPATION_RIGHTS.c.formations).where(
    PARTICIPATION_RIGHTS.c.account_id == bindparam("account_id"), PARTICIPATION_RIGHTS.c.year == bindparam("year")
)
_ADD = (
    update(PARTICIPATION_RIGHTS)
    .where(PARTICIPATION_RIGHTS.c.account_id == bindparam("whose"), PARTICIPATION_RIGHTS.c.year == bindparam("of"))
    .values(
        member_only=PARTICIPATION_RIGHTS.c.member_only + bindparam("more_member_only"),
        formations=PARTICIPATION_RIGHTS.c.formations + bindparam("more_formations"),
    )
)


def used(session: Session, account_id: UUID, *, year: int) -> RightsUsed:
    """What is used, unlocked; zero where nothing ever was."""
    row = session.execute(_USED, {"account_id": account_id, "year": year}).one_or_none()
    return (
        RightsUsed(year=year, member_only=row.member_only, formations=row.formations) if row else RightsUsed(year=year)
    )


def lock(session: Session, keys: Iterable[_Key]) -> dict[_Key, RightsUsed]:
    """Lock the rights of people for years, in order, whether or not anything was used before."""
    ordered = sorted(set(keys))
    if not ordered:
        return {}
    rows = [{"account_id": account, "year": year, "member_only": 0, "formations": 0} for account, year in ordered]
    return {
        (row.account_id, row.year): RightsUsed(year=row.year, member_only=row.member_only, formations=row.formations)
        for row in session.execute(_LOCK, rows)
    }


def add(session: Session, key: _Key, *, member_only: int, formations: int) -> None:
    """Use rights, or give them back with negative numbers. The row is there: it was locked before."""
    account_id, year = key
    asked = {"whose": account_id, "of": year, "more_member_only": member_only, "more_formations": formations}
    session.execute(_ADD, asked)


def miscounted(session: Session) -> list[_Key]:
    """Whose rights used differ from the requests that use one; unlocked."""
    counted = (
        select(
            ENROLMENTS.c.account_id,
            ENROLMENTS.c.year,
            func.count().label("member_only"),
            func.count().filter(ENROLMENTS.c.counts_as_formation).label("formations"),
        )
        .where(ENROLMENTS.c.uses_right)
        .group_by(ENROLMENTS.c.account_id, ENROLMENTS.c.year)
        .subquery()
    )
    kept = PARTICIPATION_RIGHTS.c
    both = PARTICIPATION_RIGHTS.join(
        counted, (kept.account_id == counted.c.account_id) & (kept.year == counted.c.year), full=True
    )
    wrong = select(
        func.coalesce(kept.account_id, counted.c.account_id), func.coalesce(kept.year, counted.c.year)
    ).select_from(both)
    wrong = wrong.where(
        (func.coalesce(kept.member_only, 0) != func.coalesce(counted.c.member_only, 0))
        | (func.coalesce(kept.formations, 0) != func.coalesce(counted.c.formations, 0))
    )
    return [(row[0], row[1]) for row in session.execute(wrong)]


def recount(session: Session, key: _Key) -> RightsUsed:
    """Set the rights used, which are locked, to what the requests use."""
    account_id, year = key
    member_only, formations = session.execute(
        select(func.count(), func.count().filter(ENROLMENTS.c.counts_as_formation)).where(
            ENROLMENTS.c.account_id == account_id, ENROLMENTS.c.year == year, ENROLMENTS.c.uses_right
        )
    ).one()
    session.execute(
        update(PARTICIPATION_RIGHTS)
        .where(tuple_(PARTICIPATION_RIGHTS.c.account_id, PARTICIPATION_RIGHTS.c.year) == (account_id, year))
        .values(member_only=member_only, formations=formations)
    )
    return RightsUsed(year=year, member_only=member_only, formations=formations)


def lock_caps(session: Session, keys: Iterable[tuple[UUID, UUID]]) -> None:
    """Lock the count of people of organisations on actions: keys are (training action, organisation)."""
    ordered = sorted(set(keys))
    if not ordered:
        return
    rows = [{"training_action_id": action, "organisation_id": organisation} for action, organisation in ordered]
    session.execute(_LOCK_CAPS, rows)


def present(
    session: Session, target: Target, *, organisation_ids: Iterable[UUID], scope: CapScope
) -> Mapping[UUID, int]:
    """How many people of each organisation hold a seat on the action this year, or on this session."""
    statement = (
        select(ENROLMENTS.c.organisation_id, func.count())
        .where(ENROLMENTS.c.organisation_id.in_(list(organisation_ids)), ENROLMENTS.c.status.in_(TAKEN))
        .group_by(ENROLMENTS.c.organisation_id)
    )
    if scope is CapScope.TRAINING_SESSION:
        statement = statement.where(ENROLMENTS.c.training_session_id == target.training_session_id)
    else:
        statement = statement.where(
            ENROLMENTS.c.training_action_id == target.training_action_id, ENROLMENTS.c.year == target.year
        )
    return {row[0]: row[1] for row in session.execute(statement)}
