"""SIRETs, memberships, and what an organisation says."""

import json
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from chassis.messages import encode
from identity.domain.errors import InvalidPeriod, InvalidSiret, MembershipOverlap, OrganisationClosed
from identity.domain.organisations import Membership, Organisation, checked_siret
from tests.contracts.schemas import faults

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def an_organisation() -> Organisation:
    return Organisation(
        id=uuid4(),
        siret="99900010200015",
        name="Ma structure",
        street="",
        postcode="17000",
        city="La Rochelle",
        activity_declaration_number=None,
        created_at=NOW,
        changed_at=NOW,
    )


def a_membership(starts_on: date, ends_on: date) -> Membership:
    return Membership(
        id=uuid4(), organisation_id=uuid4(), starts_on=starts_on, ends_on=ends_on, recorded_at=NOW, recorded_by=None
    )


@pytest.mark.parametrize(
    "siret", ["99900010200015", "999 000 102 00015", "35600000000048", "35600000049837", "73282932000074"]
)
def test_a_siret_passes_by_luhn_or_by_the_rule_of_la_poste(siret: str) -> None:
    assert checked_siret(siret) == siret.replace(" ", "")


@pytest.mark.parametrize(
    "siret",
    [
        "",
        "99900010200016",
        "9990001020001",
        "999000102000155",
        "ABCDEFGHIJKLMN",
        "35600000049838",
        "٩٩٩٠٠٠١٠٢٠٠٠١٥",
        "-1",
    ],
)
def test_what_is_no_siret_is_refused(siret: str) -> None:
    with pytest.raises(InvalidSiret):
        checked_siret(siret)


def test_every_event_of_an_organisation_matches_its_contract_and_takes_the_next_version() -> None:
    organisation = an_organisation()
    membership = a_membership(date(2026, 1, 1), date(2026, 12, 31))
    facts = [organisation.registered(now=NOW), organisation.record_membership(membership, now=NOW)]
    for event in facts:
        envelope = json.loads(encode(event, speaker="identity").body)
        assert faults(envelope, is_closed=True) == []
    assert [event.subject_version for event in facts] == [1, 2]


def test_a_membership_counts_on_its_first_and_on_its_last_day() -> None:
    organisation = an_organisation()
    organisation.record_membership(a_membership(date(2026, 1, 1), date(2026, 12, 31)), now=NOW)
    assert [organisation.is_member(day) for day in (date(2026, 1, 1), date(2026, 12, 31))] == [True, True]
    assert [organisation.is_member(day) for day in (date(2025, 12, 31), date(2027, 1, 1))] == [False, False]


def test_memberships_follow_one_another_and_never_overlap() -> None:
    organisation = an_organisation()
    organisation.record_membership(a_membership(date(2026, 1, 1), date(2026, 12, 31)), now=NOW)
    organisation.record_membership(a_membership(date(2027, 1, 1), date(2027, 12, 31)), now=NOW)
    with pytest.raises(MembershipOverlap):
        organisation.record_membership(a_membership(date(2026, 12, 31), date(2026, 12, 31)), now=NOW)


def test_a_membership_does_not_end_before_it_begins() -> None:
    with pytest.raises(InvalidPeriod):
        an_organisation().record_membership(a_membership(date(2026, 2, 1), date(2026, 1, 31)), now=NOW)


def test_nobody_joins_from_the_day_of_closing_on() -> None:
    organisation = an_organisation()
    organisation.closed_on = date(2026, 6, 30)
    organisation.check_open(date(2026, 6, 29))
    with pytest.raises(OrganisationClosed):
        organisation.check_open(date(2026, 6, 30))
