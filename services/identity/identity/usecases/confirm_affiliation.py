"""Confirm an affiliation. The first confirmed person of an organisation becomes its referent and validates for it."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.affiliations import FIRST_PERSON_ROLES, Affiliation, check_decider
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def confirm_affiliation(session: Session, affiliation_id: UUID, *, by: Actor, now: datetime) -> Affiliation:
    """A referent decides; staff do where there is none, or anybody could seize an organisation.

    Raises:
        NotFound: no such affiliation.
        OwnRequest: the decider is the person concerned.
        Forbidden: the decider is neither referent of this organisation nor staff.
        IllegalMove: it is not `requested`.
    """
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    has_referent = accounts.has_referent(session, organisation_id)
    check_decider(account.affiliation(affiliation_id), by, has_referent=has_referent)
    check_actor(session, by, organisation_id=organisation_id)
    is_first = not accounts.has_confirmed_person(session, organisation_id)
    roles = (Role.BENEFICIARY, *(FIRST_PERSON_ROLES if is_first else ()))
    outbox.append(session, account.confirm_affiliation(affiliation_id, roles, by=by, now=now))
    accounts.log_right(
        session, account_id, fact="affiliation confirmed", by=by, now=now, about=(organisation_id, None, None)
    )
    for role in roles:
        accounts.log_right(
            session, account_id, fact="role granted", by=by, now=now, about=(organisation_id, role, None)
        )
    return account.affiliation(affiliation_id)
