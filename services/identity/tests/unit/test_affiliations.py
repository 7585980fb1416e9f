"""The table of affiliations, whole, and who decides about them."""

from datetime import UTC, datetime
from itertools import product
from uuid import UUID, uuid4

import pytest

from chassis.errors import Forbidden
from chassis.principal import Role
from identity.domain.affiliations import (
    GRANTORS,
    TRANSITIONS,
    Affiliation,
    AffiliationDecision,
    AffiliationState,
    check_decider,
    check_grantor,
)
from identity.domain.errors import (
    AffiliationNotConfirmed,
    IllegalMove,
    OwnRequest,
    ReasonRequired,
    RoleHeld,
    RoleNotHeld,
)
from identity.domain.rights import OPERATOR, Actor

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ALAIN, ANNIE = uuid4(), uuid4()
PAIRS = list(product(AffiliationState, AffiliationDecision))


def an_affiliation(state: AffiliationState = AffiliationState.CONFIRMED, *, account_id: UUID = ALAIN) -> Affiliation:
    return Affiliation(id=uuid4(), account_id=account_id, organisation_id=uuid4(), state=state, requested_at=NOW)


@pytest.mark.parametrize(("state", "decision"), sorted(TRANSITIONS))
def test_a_move_of_the_table_is_made(state: AffiliationState, decision: AffiliationDecision) -> None:
    affiliation = an_affiliation(state)
    affiliation.move(decision, reason="because", now=NOW)
    assert affiliation.state is TRANSITIONS[(state, decision)]
    assert affiliation.decided_at == NOW


@pytest.mark.parametrize(("state", "decision"), [pair for pair in PAIRS if pair not in TRANSITIONS])
def test_a_move_that_is_not_in_the_table_is_refused_and_changes_nothing(
    state: AffiliationState, decision: AffiliationDecision
) -> None:
    affiliation = an_affiliation(state)
    with pytest.raises(IllegalMove) as refusal:
        affiliation.move(decision, reason="because", now=NOW)
    assert refusal.value.figures == {"status": state, "decision": decision}
    assert (affiliation.state, affiliation.decided_at) == (state, None)


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_refusal_needs_a_reason(reason: str | None) -> None:
    affiliation = an_affiliation(AffiliationState.REQUESTED)
    with pytest.raises(ReasonRequired):
        affiliation.move(AffiliationDecision.REFUSE, reason=reason, now=NOW)
    assert affiliation.state is AffiliationState.REQUESTED


def test_leaving_an_organisation_ends_every_role_there() -> None:
    affiliation = an_affiliation()
    affiliation.grant(Role.BENEFICIARY, by=OPERATOR, now=NOW)
    affiliation.grant(Role.REFERENT, by=OPERATOR, now=NOW)
    affiliation.move(AffiliationDecision.WITHDRAW, reason=None, now=NOW)
    assert affiliation.roles() == []
    assert {grant.revoked_at for grant in affiliation.grants} == {NOW}


@pytest.mark.parametrize("state", [state for state in AffiliationState if state is not AffiliationState.CONFIRMED])
def test_roles_hang_on_confirmed_affiliations_only(state: AffiliationState) -> None:
    with pytest.raises(AffiliationNotConfirmed):
        an_affiliation(state).grant(Role.HR_VALIDATOR, by=OPERATOR, now=NOW)


def test_a_role_is_in_force_once_and_can_come_back() -> None:
    affiliation = an_affiliation()
    affiliation.grant(Role.HR_VALIDATOR, by=OPERATOR, now=NOW)
    with pytest.raises(RoleHeld):
        affiliation.grant(Role.HR_VALIDATOR, by=OPERATOR, now=NOW)
    affiliation.revoke(Role.HR_VALIDATOR, now=NOW)
    with pytest.raises(RoleNotHeld):
        affiliation.revoke(Role.HR_VALIDATOR, now=NOW)
    affiliation.grant(Role.HR_VALIDATOR, by=OPERATOR, now=NOW)
    assert affiliation.roles() == [Role.HR_VALIDATOR]


@pytest.mark.parametrize("has_referent", [True, False])
def test_staff_and_operators_may_always_decide(has_referent: bool) -> None:
    for by in (OPERATOR, Actor(account_id=ANNIE, role=Role.STAFF)):
        check_decider(an_affiliation(), by, has_referent=has_referent)


def test_a_referent_decides_where_there_is_one() -> None:
    annie = Actor(account_id=ANNIE, role=Role.REFERENT)
    check_decider(an_affiliation(), annie, has_referent=True)
    with pytest.raises(Forbidden):
        check_decider(an_affiliation(), annie, has_referent=False)


@pytest.mark.parametrize("role", [Role.BENEFICIARY, Role.HR_VALIDATOR, Role.TRAINING_PROVIDER])
def test_no_other_role_decides(role: Role) -> None:
    with pytest.raises(Forbidden):
        check_decider(an_affiliation(), Actor(account_id=ANNIE, role=role), has_referent=True)


@pytest.mark.parametrize("role", [Role.REFERENT, Role.STAFF])
def test_nobody_decides_about_their_own_affiliation(role: Role) -> None:
    with pytest.raises(OwnRequest):
        check_decider(an_affiliation(), Actor(account_id=ALAIN, role=role), has_referent=True)


@pytest.mark.parametrize(("granted", "granting"), list(product(Role, Role)))
def test_a_role_is_granted_by_whom_the_table_names_and_by_nobody_else(granted: Role, granting: Role) -> None:
    by = Actor(account_id=ANNIE, role=granting)
    if granting in GRANTORS.get(granted, ()):
        check_grantor(granted, by)
    else:
        with pytest.raises(Forbidden):
            check_grantor(granted, by)


@pytest.mark.parametrize("role", [Role.BENEFICIARY, Role.STAFF])
def test_what_follows_from_elsewhere_is_granted_by_nobody(role: Role) -> None:
    with pytest.raises(Forbidden):
        check_grantor(role, OPERATOR)
