"""Revoke a role within an affiliation."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.affiliations import check_grantor
from identity.domain.errors import LastReferent
from identity.domain.facts import role_moved
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def revoke_role(session: Session, affiliation_id: UUID, *, role: Role, by: Actor, now: datetime) -> None:
    """End the role; the person's next access token no longer carries it.

    Raises:
        NotFound: no such affiliation.
        Forbidden: this actor does not revoke this role here.
        LastReferent: nobody else is referent of the organisation.
        RoleNotHeld: it is not in force.
    """
    check_grantor(role, by)
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    check_actor(session, by, organisation_id=organisation_id)
    event = account.revoke(affiliation_id, role, now=now)
    if role is Role.REFERENT and not accounts.has_acting_referent(session, organisation_id, besides=account_id):
        raise LastReferent(figures={"organisation_id": str(organisation_id)}, next_step="name-another-referent")
    outbox.append(session, event)
    outbox.append(
        session, role_moved(account_id, role, organisation_id=organisation_id, is_granted=False, by=by, now=now)
    )
    accounts.log_right(session, account_id, fact="role revoked", by=by, now=now, about=(organisation_id, role, None))
