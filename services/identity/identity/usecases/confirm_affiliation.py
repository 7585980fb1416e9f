"""Confirm an affiliation. The first confirmed person of an organisation becomes its referent and validates for it."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.accounts import Account
from identity.domain.affiliations import FIRST_PERSON_ROLES, Affiliation, check_decider
from identity.domain.facts import affiliation_moved
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
    return put_in_force(session, account, affiliation_id=affiliation_id, by=by, now=now)


def put_in_force(session: Session, account: Account, *, affiliation_id: UUID, by: Actor, now: datetime) -> Affiliation:
    """Confirm, once it is known that `by` may; organisation and account are locked.

    Raises:
        IllegalMove: it is not `requested`.
    """
    account_id, organisation_id = account.id, account.affiliation(affiliation_id).organisation_id
    is_first = not accounts.has_confirmed_person(session, organisation_id)
    roles = (Role.BENEFICIARY, *(FIRST_PERSON_ROLES if is_first else ()))
    outbox.append(session, account.confirm_affiliation(affiliation_id, roles, by=by, now=now))
    affiliation = account.affiliation(affiliation_id)
    outbox.append(session, affiliation_moved(affiliation, by=by, now=now, roles=roles, is_first=is_first))
    accounts.log_right(
        session, account_id, fact="affiliation confirmed", by=by, now=now, about=(organisation_id, None, None)
    )
    for role in roles:
        accounts.log_right(
            session, account_id, fact="role granted", by=by, now=now, about=(organisation_id, role, None)
        )
    return affiliation
