"""Who holds the decision link of an e-mail, and whether it still is good."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from chassis.database import Session
from chassis.errors import NotFound
from chassis.principal import Principal, Role
from enrolment.domain.errors import DecisionLinkOver
from enrolment.store import enrolments, people

CLIENT = "decision-link"


@dataclass(frozen=True, kw_only=True)
class DecisionLink:
    """To whom notification wrote about which request; `ends_at` in seconds since 1970."""

    enrolment_id: UUID
    account_id: UUID
    ends_at: int


def recognise_link_holder(session: Session, link: DecisionLink, *, now: datetime) -> Principal:
    """The HR validator to whom the e-mail went. No token speaks for them, so the copy of their rights must.

    Raises:
        NotFound: unknown request, or the person is not (any more) HR validator of its organisation.
        DecisionLinkOver: it is too late for a link; signed in, the person may still decide.
    """
    organisation_id = enrolments.get(session, link.enrolment_id).organisation_id
    account = people.account(session, link.account_id)
    if account is None or not account.holds(Role.HR_VALIDATOR, organisation_id):
        raise NotFound
    if int(now.timestamp()) >= link.ends_at:
        raise DecisionLinkOver(
            figures={"ended_at": datetime.fromtimestamp(link.ends_at, UTC).isoformat()}, next_step="sign-in"
        )
    return Principal(
        account_id=link.account_id,
        active_role=Role.HR_VALIDATOR,
        active_organisation=organisation_id,
        roles=frozenset({(Role.HR_VALIDATOR, organisation_id)}),
        client_id=CLIENT,
    )
