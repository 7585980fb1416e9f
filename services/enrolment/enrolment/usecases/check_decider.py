"""Who decides about a request, and whether it is still to decide."""

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal
from enrolment.domain.enrolments import Enrolment
from enrolment.domain.errors import OwnRequest
from enrolment.domain.permissions import Viewer
from enrolment.domain.targets import Target
from enrolment.domain.transitions import Decision
from enrolment.store import people
from enrolment.store.reading import Reader
from enrolment.usecases.check_open import check_runs


def viewer_of(session: Reader, principal: Principal) -> Viewer:
    """The bearer of the token, with the copy of their rights."""
    return Viewer(principal=principal, account=people.account(session, principal.account_id))


def check_hr_validator(session: Session, enrolment: Enrolment, *, by: Principal) -> None:
    """Refuse who does not act as HR validator of the organisation of the request.

    Raises:
        NotFound: others must not learn that it exists.
    """
    if not viewer_of(session, by).is_hr_validator_of(enrolment.organisation_id):
        raise NotFound


def check_training_provider(session: Session, enrolment: Enrolment, *, target: Target, by: Principal) -> None:
    """Refuse who does not run the action; another trainer or staff decide about a provider's own request.

    Raises:
        NotFound: others must not learn that the request exists.
        OwnRequest: it is this person's own.
    """
    check_runs(viewer_of(session, by), target)
    if enrolment.account_id == by.account_id:
        raise OwnRequest(next_step="ask-another-trainer")


def check_undecided(enrolment: Enrolment, decision: Decision) -> None:
    """Refuse early, before any lock, what the table of moves will refuse.

    Raises:
        AlreadyDecided, IllegalMove: with who decided and when.
    """
    enrolment.next(decision)
