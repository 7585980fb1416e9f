"""Close an account and forget its person, here and, by event, everywhere."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.accounts import Account
from identity.domain.affiliations import AffiliationState
from identity.domain.errors import LastReferent
from identity.domain.rights import Actor
from identity.store import accounts, links, organisations, passkeys, requests, second_factors, sign_ins
from identity.usecases.end_sign_ins import end_sign_ins_of


def anonymise_account(session: Session, account_id: UUID, *, by: Actor, now: datetime) -> None:
    """Forgets name, addresses, password and free texts; keys and the dates of rights stay. A second time does nothing.

    Raises:
        NotFound: no such account.
        LastReferent: an organisation with other people would be left without a referent.
    """
    known = accounts.find_account(session, account_id)
    for organisation_id in sorted({one.organisation_id for one in known.affiliations} if known else ()):
        organisations.lock_organisation(session, organisation_id)
    account = accounts.lock_account(session, account_id)
    _check_not_last_referent(session, account)
    links.delete_of_address(session, account.email or "", account_id=account_id)
    second_factors.delete_factor(session, account_id)
    second_factors.delete_recovery_codes(session, account_id)
    passkeys.delete_of(session, account_id)
    facts = account.anonymise(now=now)
    end_sign_ins_of(session, account_id, reason="account closed", now=now)
    sign_ins.forget_agents(session, account_id)
    accounts.forget_reasons(session, account_id)
    requests.forget_contact(session, account_id)
    for event in facts:
        outbox.append(session, event)
    if facts:
        accounts.log_right(session, account_id, fact="account closed", by=by, now=now)


def _check_not_last_referent(session: Session, account: Account) -> None:
    for affiliation in account.affiliations:
        if affiliation.state is not AffiliationState.CONFIRMED or not affiliation.holds(Role.REFERENT):
            continue
        others = accounts.has_confirmed_person(session, affiliation.organisation_id, besides=account.id)
        if others and not accounts.has_acting_referent(session, affiliation.organisation_id, besides=account.id):
            raise LastReferent(
                figures={"organisation_id": str(affiliation.organisation_id)}, next_step="name-another-referent"
            )
