"""Grant a role within an affiliation: what a referent may grant, staff may too; `training_provider` only staff."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.affiliations import check_grantor
from identity.domain.errors import ActivityNumberMissing
from identity.domain.facts import role_moved
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def grant_role(session: Session, affiliation_id: UUID, *, role: Role, by: Actor, now: datetime) -> None:
    """Put the role in force; it takes effect from the person's first sign-in on.

    Raises:
        NotFound: no such affiliation.
        Forbidden: this actor does not grant this role here.
        AffiliationNotConfirmed: roles hang on confirmed affiliations.
        ActivityNumberMissing: a training provider's organisation has an activity-declaration number.
        RoleHeld: it is in force already.
    """
    check_grantor(role, by)
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    organisation = organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    check_actor(session, by, organisation_id=organisation_id)
    if role is Role.TRAINING_PROVIDER and organisation.activity_declaration_number is None:
        raise ActivityNumberMissing(next_step="record-activity-number")
    outbox.append(session, account.grant(affiliation_id, role, by=by, now=now))
    outbox.append(
        session, role_moved(account_id, role, organisation_id=organisation_id, is_granted=True, by=by, now=now)
    )
    accounts.log_right(session, account_id, fact="role granted", by=by, now=now, about=(organisation_id, role, None))
