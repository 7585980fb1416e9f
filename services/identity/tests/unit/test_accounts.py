"""Accounts: versions, events, what they hold, and forgetting a person."""

import json
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from chassis.errors import NotFound
from chassis.events import Confidentiality, Event
from chassis.messages import encode
from chassis.principal import Role
from identity.domain.accounts import Account, AccountState, Civility
from identity.domain.affiliations import AffiliationDecision
from identity.domain.errors import AccountClosed, AffiliationExists
from identity.domain.rights import OPERATOR, Pair
from tests.contracts.schemas import faults

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ORGANISATION = uuid4()


def an_account() -> Account:
    return Account(
        id=uuid4(),
        email="alain.proviste@example.org",
        password_hash="$argon2id$…",
        civility=Civility.MR,
        given_name="Alain",
        family_name="Proviste",
        phone=None,
        mobile_phone="+33 6 00 00 00 00",
        job_title="Conseiller",
        email_verified_at=NOW,
        password_changed_at=NOW,
        created_at=NOW,
        changed_at=NOW,
    )


def requested(account: Account) -> UUID:
    affiliation_id = uuid4()
    account.request_affiliation(ORGANISATION, affiliation_id=affiliation_id, now=NOW)
    return affiliation_id


def check(event: Event) -> None:
    """What a speaker says matches its contract to the letter."""
    envelope = json.loads(encode(event, speaker="identity").body)
    assert faults(envelope, is_closed=True) == []


def test_every_event_of_an_account_matches_its_contract_and_takes_the_next_version() -> None:
    account = an_account()
    facts = account.registered(now=NOW)
    affiliation_id = uuid4()
    facts.append(account.request_affiliation(ORGANISATION, affiliation_id=affiliation_id, now=NOW))
    facts.append(account.confirm_affiliation(affiliation_id, [Role.BENEFICIARY], by=OPERATOR, now=NOW))
    facts.append(account.grant(affiliation_id, Role.REFERENT, by=OPERATOR, now=NOW))
    facts.append(account.revoke(affiliation_id, Role.REFERENT, now=NOW))
    facts.append(account.name_staff(True, now=NOW))
    first = account.sign_in(now=NOW)
    assert first is not None
    facts += [first, *account.anonymise(now=NOW)]
    for event in facts:
        check(event)
    assert [event.subject_version for event in facts] == list(range(1, len(facts) + 1))


def test_names_and_addresses_travel_in_the_personal_event_only() -> None:
    account = an_account()
    registered, profile = account.registered(now=NOW)
    assert profile.confidentiality is Confidentiality.PERSONAL
    assert profile.data["email"] == "alain.proviste@example.org"
    rights = account.request_affiliation(ORGANISATION, affiliation_id=uuid4(), now=NOW)
    for event in (registered, rights, *account.anonymise(now=NOW)):
        assert event.confidentiality is Confidentiality.PUBLIC
        assert "proviste" not in json.dumps(event.data).lower()


def test_an_organisation_is_asked_once_while_the_request_lives() -> None:
    account = an_account()
    affiliation_id = requested(account)
    with pytest.raises(AffiliationExists):
        requested(account)
    account.confirm_affiliation(affiliation_id, [], by=OPERATOR, now=NOW)
    with pytest.raises(AffiliationExists):
        requested(account)


def test_after_a_refusal_the_person_may_ask_again() -> None:
    account = an_account()
    refused = requested(account)
    account.decide_affiliation(refused, AffiliationDecision.REFUSE, reason="unknown here", now=NOW)
    assert requested(account) != refused
    assert len(account.affiliations) == 2


def test_only_roles_of_confirmed_affiliations_can_be_taken_up() -> None:
    account = an_account()
    affiliation_id = requested(account)
    assert account.pairs() == []
    account.confirm_affiliation(affiliation_id, [Role.BENEFICIARY, Role.REFERENT], by=OPERATOR, now=NOW)
    account.name_staff(True, now=NOW)
    assert account.pairs() == [
        Pair(role=Role.BENEFICIARY, organisation_id=ORGANISATION),
        Pair(role=Role.REFERENT, organisation_id=ORGANISATION),
        Pair(role=Role.STAFF, organisation_id=None),
    ]


def test_only_the_first_sign_in_is_an_event() -> None:
    account = an_account()
    assert account.sign_in(now=NOW) is not None
    assert account.sign_in(now=NOW) is None


def test_a_forgotten_person_leaves_keys_and_nothing_else() -> None:
    account = an_account()
    affiliation_id = requested(account)
    account.confirm_affiliation(affiliation_id, [Role.BENEFICIARY], by=OPERATOR, now=NOW)
    facts = account.anonymise(now=NOW)
    assert [event.type for event in facts] == ["account.closed.v1", "account.anonymised.v1"]
    assert account.state is AccountState.CLOSED
    assert account.pairs() == []
    texts = (account.email, account.password_hash, account.phone, account.mobile_phone, account.job_title)
    assert (*texts, account.given_name, account.family_name) == (None, None, None, None, None, "", "")


def test_forgetting_twice_says_nothing_more() -> None:
    account = an_account()
    account.anonymise(now=NOW)
    assert account.anonymise(now=NOW) == []


def test_a_closed_account_gains_nothing() -> None:
    account = an_account()
    affiliation_id = requested(account)
    account.anonymise(now=NOW)
    with pytest.raises(AccountClosed):
        requested(account)
    with pytest.raises(AccountClosed):
        account.grant(affiliation_id, Role.REFERENT, by=OPERATOR, now=NOW)
    with pytest.raises(AccountClosed):
        account.name_staff(True, now=NOW)


def test_the_affiliation_of_somebody_else_is_not_found() -> None:
    with pytest.raises(NotFound):
        an_account().affiliation(uuid4())
