"""Hand a role over to another person of the organisation, in one step."""

from datetime import datetime
from uuid import UUID

from chassis import outbox
from chassis.database import Session
from chassis.principal import Role
from identity.domain.affiliations import check_grantor
from identity.domain.errors import RoleNotHeld
from identity.domain.facts import role_moved
from identity.domain.organisation_errors import FirstSignInMissing, OtherOrganisation
from identity.domain.rights import Actor
from identity.store import accounts, organisations
from identity.usecases.check_authority import check_actor


def hand_over_role(
    session: Session, affiliation_id: UUID, *, to_affiliation_id: UUID, role: Role, by: Actor, now: datetime
) -> None:
    """The other person holds it from now on, this one no longer.

    Raises:
        NotFound: no such affiliation.
        Forbidden: this actor does not grant this role here.
        OtherOrganisation: the two do not belong together.
        FirstSignInMissing: the other one has never signed in, so nobody would hold the role in effect.
        AffiliationNotConfirmed: the other's affiliation is not.
        RoleNotHeld: this one does not hold it, or both are the same.
    """
    check_grantor(role, by)
    account_id, organisation_id = accounts.account_of_affiliation(session, affiliation_id)
    other_id, other_organisation_id = accounts.account_of_affiliation(session, to_affiliation_id)
    if other_organisation_id != organisation_id:
        raise OtherOrganisation(next_step="choose-somebody-else")
    organisations.lock_organisation(session, organisation_id)
    locked = {key: accounts.lock_account(session, key) for key in sorted({account_id, other_id})}
    check_actor(session, by, organisation_id=organisation_id)
    giver, taker = locked[account_id], locked[other_id]
    if account_id == other_id:
        raise RoleNotHeld(figures={"role": role}, next_step="choose-somebody-else")
    if taker.first_signed_in_at is None:
        raise FirstSignInMissing(next_step="choose-somebody-else")
    moves = [(giver.revoke(affiliation_id, role, now=now), account_id, False)]
    if not taker.affiliation(to_affiliation_id).holds(role):
        moves.append((taker.grant(to_affiliation_id, role, by=by, now=now), other_id, True))
    for event, concerned, is_granted in moves:
        outbox.append(session, event)
        outbox.append(
            session,
            role_moved(concerned, role, organisation_id=organisation_id, is_granted=is_granted, by=by, now=now),
        )
        fact = "role granted" if is_granted else "role revoked"
        accounts.log_right(session, concerned, fact=fact, by=by, now=now, about=(organisation_id, role, None))
