"""Check that an actor is what the token said: a role taken away a minute ago decides nothing."""

from uuid import UUID

from chassis.database import Session
from chassis.errors import Forbidden
from chassis.principal import Role
from identity.domain.accounts import AccountState
from identity.domain.rights import OPERATOR, Actor
from identity.store import accounts


def check_staff(session: Session, by: Actor) -> None:
    """Staff, or an operator's command.

    Raises:
        Forbidden: neither.
    """
    if by == OPERATOR:
        return
    account = accounts.find_account(session, by.account_id) if by.account_id else None
    is_active = account is not None and account.state is AccountState.ACTIVE
    if by.role is not Role.STAFF or account is None or not account.is_staff or not is_active:
        raise Forbidden(figures={"active_role": by.role}, next_step="switch-role")


def check_belongs(session: Session, by: Actor, *, organisation_id: UUID) -> None:
    """Somebody whose affiliation to this organisation is confirmed, or staff.

    Raises:
        Forbidden: neither.
    """
    if by.role is Role.STAFF or by == OPERATOR:
        check_staff(session, by)
        return
    account = accounts.find_account(session, by.account_id) if by.account_id else None
    if account is None or not any(pair.organisation_id == organisation_id for pair in account.pairs()):
        raise Forbidden(figures={"active_role": by.role}, next_step="ask-for-affiliation")


def check_actor(session: Session, by: Actor, *, organisation_id: UUID) -> None:
    """A referent of this organisation, acting for it; staff; or an operator's command.

    Raises:
        Forbidden: none of them.
    """
    if by.role is not Role.REFERENT:
        check_staff(session, by)
        return
    if by.organisation_id not in (None, organisation_id):
        raise Forbidden(figures={"active_role": by.role}, next_step="switch-organisation")
    if by.account_id is None or not accounts.is_referent(session, by.account_id, organisation_id=organisation_id):
        raise Forbidden(figures={"active_role": by.role}, next_step="switch-role")
