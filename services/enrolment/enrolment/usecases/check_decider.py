"""Who decides about a request, and whether it is still to decide."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import Forbidden, NotFound
from chassis.principal import Principal, Role
from enrolment.domain.deadlines import day_of
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import OwnRequest
from enrolment.domain.permissions import Viewer
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from enrolment.store import deputies, people
from enrolment.store.reading import Reader
from enrolment.usecases.check_open import check_runs
from enrolment.usecases.name_decider import name_decider


def viewer_of(session: Reader, principal: Principal) -> Viewer:
    """The bearer of the token, with the copy of their rights."""
    return Viewer(principal=principal, account=people.account(session, principal.account_id))


def hr_viewer_of(session: Reader, principal: Principal, *, now: datetime) -> Viewer:
    """The same; on the days of an absence its deputy, who acts as a person of the organisation, is an HR validator."""
    found = viewer_of(session, principal)
    organisation_id = principal.active_organisation
    if principal.active_role is not Role.BENEFICIARY or organisation_id is None:
        return found
    if not deputies.is_deputy(session, principal.account_id, organisation_id=organisation_id, day=day_of(now)):
        return found
    return replace(found, principal=replace(principal, active_role=Role.HR_VALIDATOR), is_deputy=True)


def check_hr_validator(session: Session, enrolment: Enrolment, *, by: Principal, now: datetime) -> Principal:
    """Refuse who does not act as HR validator of the organisation of the request; says as whom they act.

    Raises:
        NotFound: others must not learn that it exists.
    """
    viewer = hr_viewer_of(session, by, now=now)
    if not viewer.is_hr_validator_of(enrolment.organisation_id):
        raise NotFound
    return viewer.principal


def hr_desk_of(session: Reader, by: Principal, *, now: datetime) -> UUID:
    """The organisation for which this person decides.

    Raises:
        Forbidden: the role is not active, or no longer held.
    """
    organisation_id = by.active_organisation
    if organisation_id is None or not hr_viewer_of(session, by, now=now).is_hr_validator_of(organisation_id):
        raise Forbidden(figures={"active_role": by.active_role}, next_step="switch-role")
    return organisation_id


def check_training_provider(session: Session, enrolment: Enrolment, *, target: Target, by: Principal) -> None:
    """Refuse who does not run the action; another trainer or staff decide about a provider's own request.

    Raises:
        NotFound: others must not learn that the request exists.
        OwnRequest: it is this person's own.
    """
    check_runs(viewer_of(session, by), target)
    if enrolment.account_id == by.account_id:
        raise OwnRequest(next_step="ask-another-trainer")


def check_undecided(session: Session, enrolment: Enrolment, *, decision: Decision) -> None:
    """Refuse early what the table of moves will refuse.

    Raises:
        AlreadyDecided, IllegalMove: with who decided and when.
    """
    with name_decider(session):
        enrolment.next(decision)
