"""Somebody asks for a file that takes its time: papers of a person or a session, a passport, a pack, a sheet."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis import tasks
from chassis.database import Session
from chassis.errors import Forbidden, NotFound
from chassis.ids import new_id
from chassis.principal import Principal, Role
from documents.domain.bundle import ROLES, SUBJECTS, Bundle, BundleKind, BundleStatus
from documents.domain.content import TEMPLATES
from documents.domain.errors import SubjectMissing
from documents.store import copies
from documents.usecases.read_bundles import shown_bundle

TASK = "make_bundle"


def request_bundle(
    session: Session, kind: BundleKind, *, given: Mapping[str, Any], by: Principal, now: datetime
) -> dict[str, Any]:
    """The bundle, asked for; a worker makes it.

    Raises:
        Forbidden: not in this role.
        SubjectMissing: the kind needs to be told of whom or what.
        NotFound: no such subject, or not for this reader.
    """
    if ROLES[kind] and by.active_role not in ROLES[kind]:
        raise Forbidden(
            figures={"active_role": by.active_role, "allowed": sorted(ROLES[kind])}, next_step="switch-role"
        )
    name = SUBJECTS[kind]
    if name is not None and given.get(name) is None:
        raise SubjectMissing(figures={"kind": kind.value, "field": name})
    parameters = {name: str(given[name])} if name else {}
    _check_subject(session, parameters, by=by)
    bundle = Bundle(
        bundle_id=new_id(),
        kind=kind,
        status=BundleStatus.PENDING,
        requested_by=by.account_id,
        role=by.active_role.value if by.active_role else None,
        organisation_id=by.active_organisation,
        parameters=parameters,
        requested_at=now,
    )
    session.add(bundle)
    session.flush()
    payload = {"bundle_id": str(bundle.bundle_id)}
    tasks.add(session, kind=TASK, key=str(bundle.bundle_id), payload=payload, now=now)
    return shown_bundle(vars(bundle))


def _check_subject(session: Session, parameters: Mapping[str, str], *, by: Principal) -> None:
    if "template" in parameters and parameters["template"] not in TEMPLATES.values():
        raise NotFound
    if "account_id" in parameters:
        account_id, employer = UUID(parameters["account_id"]), by.active_organisation or by.account_id
        if not copies.enrolments_where(session, account_id=account_id, organisation_id=employer):
            raise NotFound
    if "training_action_id" in parameters:
        _check_runs(session, UUID(parameters["training_action_id"]), by=by)
    if "training_session_id" in parameters:
        found = copies.training_session(session, UUID(parameters["training_session_id"]))
        if found is None:
            raise NotFound
        if by.active_role is not Role.HR_VALIDATOR:
            _check_runs(session, found["training_action_id"], by=by)


def _check_runs(session: Session, training_action_id: UUID, *, by: Principal) -> None:
    """Staff see every action, a provider its own."""
    publication = copies.newest_publication(session, training_action_id)
    if publication is None:
        raise NotFound
    if by.active_role is not Role.STAFF and publication["provider_organisation_id"] != str(by.active_organisation):
        raise NotFound
