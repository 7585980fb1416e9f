"""The active pair of role and organisation."""

from uuid import UUID

import pytest

from chassis.principal import Role
from identity.domain.rights import Pair, find_pair, only_choice, still_held

HERE, THERE = UUID(int=1), UUID(int=2)
BENEFICIARY = Pair(role=Role.BENEFICIARY, organisation_id=HERE)
ELSEWHERE = Pair(role=Role.BENEFICIARY, organisation_id=THERE)
VALIDATOR = Pair(role=Role.HR_VALIDATOR, organisation_id=HERE)
STAFF = Pair(role=Role.STAFF, organisation_id=None)


def test_a_single_pair_is_active_without_asking() -> None:
    assert only_choice([BENEFICIARY]) == BENEFICIARY
    assert only_choice([]) is None
    assert only_choice([BENEFICIARY, VALIDATOR]) is None


def test_a_pair_that_is_still_held_stays_active() -> None:
    assert still_held(VALIDATOR, [BENEFICIARY, VALIDATOR]) == VALIDATOR
    assert still_held(VALIDATOR, [BENEFICIARY]) == BENEFICIARY
    assert still_held(VALIDATOR, [BENEFICIARY, ELSEWHERE]) is None
    assert still_held(None, []) is None


@pytest.mark.parametrize(
    ("role", "organisation", "found"),
    [
        ("beneficiary", str(HERE), BENEFICIARY),
        ("beneficiary", str(THERE).upper(), ELSEWHERE),
        ("beneficiary", None, None),
        ("hr_validator", None, VALIDATOR),
        ("hr_validator", str(THERE), None),
        ("staff", None, STAFF),
        ("staff", "", STAFF),
        ("staff", str(HERE), None),
        ("referent", str(HERE), None),
        ("nonsense", "nonsense", None),
    ],
)
def test_untrusted_texts_name_a_held_pair_or_nothing(role: str, organisation: str | None, found: Pair | None) -> None:
    held = [BENEFICIARY, ELSEWHERE, VALIDATOR, STAFF]
    assert find_pair(held, role=role, organisation=organisation) == found
