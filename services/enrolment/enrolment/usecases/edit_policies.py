"""Staff keep the rules of participation: drafts are written, rehearsed and published as the next version."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis import tasks
from chassis.database import Session
from chassis.errors import Forbidden, NotFound, StaleVersion
from chassis.ids import new_id
from chassis.principal import Principal
from enrolment.domain.deadlines import day_of
from enrolment.domain.policy import Policy, in_force
from enrolment.domain.policy_drafts import PolicyDraft, as_json, check_publishable, check_terms, policy_of
from enrolment.store import policies, policy_drafts
from enrolment.store.reading import Reader
from enrolment.usecases.check_decider import viewer_of

TASK = "rehearse_policy"


def check_staff(session: Reader, by: Principal) -> None:
    """
    Raises:
        Forbidden: not acting as staff (any more).
    """
    if not viewer_of(session, by).is_staff:
        raise Forbidden(figures={"active_role": by.active_role}, next_step="switch-role")


def read_policy_in_force(session: Session, *, day: date | None, now: datetime) -> Policy:
    """The rules of a day; of today where none is named.

    Raises:
        NotFound: no rules are as old as that.
    """
    try:
        return in_force(policies.every(session), day or day_of(now))
    except LookupError as fault:
        raise NotFound from fault


def list_policies(session: Session, *, by: Principal, now: datetime) -> list[dict[str, Any]]:
    """Every version, newest first; which one is in force, and which are still to come.

    Raises:
        Forbidden: not acting as staff.
    """
    check_staff(session, by)
    today = day_of(now)
    current = in_force(policies.every(session), today).version
    return [
        {
            **row,
            "is_in_force": row["version"] == current,
            "is_to_come": row["effective_on"] > today,
            "created_by_name": f"{row['given_name']} {row['family_name']}" if row["family_name"] else None,
        }
        for row in policies.listed(session)
    ]


def list_drafts(session: Session, *, by: Principal) -> list[PolicyDraft]:
    """
    Raises:
        Forbidden: not acting as staff.
    """
    check_staff(session, by)
    return policy_drafts.every(session)


def read_draft(session: Session, draft_id: UUID, *, by: Principal) -> PolicyDraft:
    """
    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
    """
    check_staff(session, by)
    return policy_drafts.get(session, draft_id)


def create_draft(session: Session, *, terms: Mapping[str, Any], by: Principal, now: datetime) -> PolicyDraft:
    """
    Raises:
        Forbidden: not acting as staff.
        PolicyInvalid: the terms contradict themselves.
    """
    check_staff(session, by)
    check_terms(terms)
    draft = PolicyDraft(
        draft_id=new_id(), terms=as_json(terms), version=1, created_at=now, updated_at=now, updated_by=by.account_id
    )
    session.add(draft)
    session.flush()
    return draft


def _locked(session: Session, draft_id: UUID, *, by: Principal, expected: int | None) -> PolicyDraft:
    check_staff(session, by)
    draft = policy_drafts.get(session, draft_id, lock=True)
    if expected is not None and draft.version != expected:
        raise StaleVersion(figures={"expected": expected, "found": draft.version}, next_step="reload")
    return draft


def edit_draft(
    session: Session,
    draft_id: UUID,
    *,
    terms: Mapping[str, Any],
    by: Principal,
    now: datetime,
    expected: int | None = None,
) -> PolicyDraft:
    """
    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
        StaleVersion: somebody else edited it first.
        PolicyInvalid: the terms contradict themselves.
    """
    draft = _locked(session, draft_id, by=by, expected=expected)
    draft.edit(terms, by=by.account_id, now=now)
    policy_drafts.clear_outcomes(session, draft_id)
    session.flush()
    return draft


def discard_draft(session: Session, draft_id: UUID, *, by: Principal) -> None:
    """
    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
    """
    policy_drafts.remove(session, _locked(session, draft_id, by=by, expected=None).draft_id)


def ask_for_rehearsal(session: Session, draft_id: UUID, *, year: int, by: Principal, now: datetime) -> PolicyDraft:
    """Replay the requests of a year under the draft, in the worker; a rehearsal asked for before is replaced.

    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
    """
    draft = _locked(session, draft_id, by=by, expected=None)
    draft.queue_rehearsal(year=year)
    policy_drafts.clear_outcomes(session, draft_id)
    payload = {"draft_id": str(draft_id), "version": draft.version, "year": year}
    tasks.add(session, kind=TASK, key=str(new_id()), payload=payload, now=now)
    session.flush()
    return draft


def publish_draft(
    session: Session, draft_id: UUID, *, by: Principal, now: datetime, expected: int | None = None
) -> Policy:
    """The draft becomes the next version, in force from its day on; what was decided keeps the version it names.

    Raises:
        Forbidden: not acting as staff.
        NotFound: no such draft.
        StaleVersion: somebody else edited it first.
        PolicyInvalid, PolicyInThePast: it cannot come into force.
    """
    draft = _locked(session, draft_id, by=by, expected=expected)
    check_publishable(draft.terms, today=day_of(now))
    published = policy_of(draft.terms, version=policies.next_version(session), by=by.account_id, now=now)
    session.add(published)
    session.flush()
    policy_drafts.remove(session, draft_id)
    return published
