"""Who may be what: the use cases on a real database."""

import threading
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from chassis.database import engine, transaction
from chassis.errors import Forbidden, NotFound
from chassis.principal import Role
from chassis.tables import OUTBOX
from identity.domain.errors import (
    AccountClosed,
    ActivityNumberMissing,
    EmailTaken,
    IllegalMove,
    LastReferent,
    MembershipOverlap,
    OwnRequest,
    PasswordRefused,
    SiretTaken,
)
from identity.domain.rights import OPERATOR, Actor
from identity.store.accounts import find_account
from identity.store.tables import ACCOUNTS, AFFILIATIONS, MEMBERSHIPS, RIGHTS_LOG, ROLE_GRANTS
from identity.usecases.anonymise_account import anonymise_account
from identity.usecases.confirm_affiliation import confirm_affiliation
from identity.usecases.grant_role import grant_role
from identity.usecases.name_staff import name_staff
from identity.usecases.open_account import NewAccount, open_account
from identity.usecases.record_membership import record_membership
from identity.usecases.refuse_affiliation import refuse_affiliation
from identity.usecases.revoke_role import revoke_role
from identity.usecases.tell_state import STATES
from services.identity.tests.integration.arranging import (
    NOW,
    an_account,
    an_affiliation,
    an_organisation,
    confirmed,
    signed_in,
    staff_actor,
)


def confirm(affiliation_id: UUID, by: Actor) -> None:
    with transaction() as session:
        confirm_affiliation(session, affiliation_id, by=by, now=NOW)


def roles_of(account_id: UUID) -> set[str]:
    with transaction() as session:
        account = find_account(session, account_id)
        assert account is not None
        return {pair.role.value for pair in account.pairs()}


def referent(account_id: UUID) -> Actor:
    return Actor(account_id=account_id, role=Role.REFERENT)


@pytest.fixture
def camille() -> Actor:
    return staff_actor(an_account("Camille", family_name="Onette", is_staff=True))


def test_the_first_confirmed_person_becomes_referent_and_validates_and_the_next_does_not(camille: Actor) -> None:
    organisation_id = an_organisation()
    annie, alain = an_account("Annie", family_name="Versaire"), an_account()
    confirm(an_affiliation(annie, organisation_id), camille)
    confirm(an_affiliation(alain, organisation_id), referent(annie))
    assert roles_of(annie) == {"beneficiary", "referent", "hr_validator"}
    assert roles_of(alain) == {"beneficiary"}


def test_with_no_referent_only_staff_confirm(camille: Actor) -> None:
    affiliation_id = an_affiliation(an_account(), an_organisation())
    stranger = an_account("Lara", family_name="Masse")
    confirmed(stranger, an_organisation(1))
    with pytest.raises(Forbidden):
        confirm(affiliation_id, referent(stranger))
    confirm(affiliation_id, camille)


def test_the_referent_of_another_organisation_decides_nothing_here(camille: Actor) -> None:
    here, there = an_organisation(), an_organisation(1)
    confirmed(an_account("Annie", family_name="Versaire"), here)
    lara = an_account("Lara", family_name="Masse")
    confirmed(lara, there)
    affiliation_id = an_affiliation(an_account(), here)
    with pytest.raises(Forbidden):
        confirm(affiliation_id, referent(lara))
    with pytest.raises(Forbidden), transaction() as session:
        refuse_affiliation(session, affiliation_id, reason="no", by=referent(lara), now=NOW)


def test_a_token_that_says_staff_is_not_enough(camille: Actor) -> None:
    affiliation_id = an_affiliation(an_account(), an_organisation())
    impostor = an_account("Yves", family_name="Remord")
    with pytest.raises(Forbidden):
        confirm(affiliation_id, staff_actor(impostor))


def test_nobody_confirms_themselves(camille: Actor) -> None:
    assert camille.account_id is not None
    with pytest.raises(OwnRequest):
        confirm(an_affiliation(camille.account_id, an_organisation()), camille)


def test_two_decisions_about_one_affiliation_are_one(camille: Actor) -> None:
    affiliation_id = an_affiliation(an_account(), an_organisation())
    confirm(affiliation_id, camille)
    with pytest.raises(IllegalMove), transaction() as session:
        refuse_affiliation(session, affiliation_id, reason="too late", by=camille, now=NOW)


def _all_at_once(work: Callable[[UUID], None], things: list[UUID]) -> None:
    threads = [threading.Thread(target=work, args=(thing,)) for thing in things]
    with engine().connect() as other, other.begin():
        # Everybody waits for the organisation, then goes at once.
        other.execute(text("SELECT 1 FROM organisations FOR UPDATE"))
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()


def test_of_several_first_persons_confirmed_at_once_one_becomes_referent() -> None:
    organisation_id = an_organisation()
    people = [an_account(name, family_name="Dubois") for name in ("Anna", "Bruno", "Carla", "David")]
    _all_at_once(
        lambda affiliation_id: confirm(affiliation_id, OPERATOR),
        [an_affiliation(person, organisation_id) for person in people],
    )
    assert sorted(len(roles_of(person)) for person in people) == [1, 1, 1, 3]


def test_without_the_lock_several_would_see_an_organisation_without_anybody() -> None:
    organisation_id = an_organisation()
    first, second = (an_affiliation(an_account(name), organisation_id) for name in ("Anna", "Bruno"))
    nobody = text("SELECT count(*) FROM affiliations WHERE state = 'confirmed'")
    take = text("UPDATE affiliations SET state = 'confirmed', decided_at = now() WHERE id = :id")
    with engine().connect() as one, engine().connect() as other:
        seen = []
        for connection, affiliation_id in ((one, first), (other, second)):
            seen.append(connection.execute(nobody).scalar())
            connection.execute(take, {"id": affiliation_id})
        assert seen == [0, 0]


def test_an_organisation_is_never_left_without_a_referent() -> None:
    organisation_id = an_organisation()
    annie, alain = an_account("Annie", family_name="Versaire"), an_account()
    of_annie, of_alain = confirmed(annie, organisation_id), confirmed(alain, organisation_id)
    with pytest.raises(LastReferent), transaction() as session:
        revoke_role(session, of_annie, role=Role.REFERENT, by=OPERATOR, now=NOW)
    with pytest.raises(LastReferent), transaction() as session:
        anonymise_account(session, annie, by=OPERATOR, now=NOW)
    assert "referent" in roles_of(annie)
    with transaction() as session:
        grant_role(session, of_alain, role=Role.REFERENT, by=referent(annie), now=NOW)
    with pytest.raises(LastReferent), transaction() as session:
        revoke_role(session, of_annie, role=Role.REFERENT, by=referent(annie), now=NOW)
    signed_in(alain)
    with transaction() as session:
        revoke_role(session, of_annie, role=Role.REFERENT, by=referent(annie), now=NOW)
    assert "referent" not in roles_of(annie)


def test_a_referent_who_is_alone_may_go() -> None:
    annie = an_account("Annie", family_name="Versaire")
    confirmed(annie, an_organisation())
    with transaction() as session:
        anonymise_account(session, annie, by=OPERATOR, now=NOW)
    with transaction() as session:
        account = find_account(session, annie)
        assert account is not None
        assert (account.email, account.pairs()) == (None, [])


def test_a_training_provider_needs_an_organisation_with_an_activity_number(camille: Actor) -> None:
    without, provider = an_organisation(), an_organisation(1, activity_declaration_number="75170999917")
    here = confirmed(an_account("Théo", family_name="Dupont"), without)
    there = confirmed(an_account("Guy", family_name="Rembourg"), provider)
    with pytest.raises(ActivityNumberMissing), transaction() as session:
        grant_role(session, here, role=Role.TRAINING_PROVIDER, by=camille, now=NOW)
    with transaction() as session:
        grant_role(session, there, role=Role.TRAINING_PROVIDER, by=camille, now=NOW)


def test_a_referent_does_not_make_training_providers() -> None:
    organisation_id = an_organisation(activity_declaration_number="75170999917")
    annie = an_account("Annie", family_name="Versaire")
    confirmed(annie, organisation_id)
    affiliation_id = confirmed(an_account(), organisation_id)
    with pytest.raises(Forbidden), transaction() as session:
        grant_role(session, affiliation_id, role=Role.TRAINING_PROVIDER, by=referent(annie), now=NOW)


def test_every_change_of_rights_is_kept_with_who_when_and_why(camille: Actor) -> None:
    organisation_id, account_id = an_organisation(), an_account()
    refused = an_affiliation(account_id, organisation_id)
    with transaction() as session:
        refuse_affiliation(session, refused, reason="Not one of ours", by=camille, now=NOW)
    confirm(an_affiliation(account_id, organisation_id), camille)
    with transaction() as session:
        rows = session.execute(
            select(RIGHTS_LOG.c.fact, RIGHTS_LOG.c.reason, RIGHTS_LOG.c.actor_role, RIGHTS_LOG.c.actor_account_id)
            .where(RIGHTS_LOG.c.account_id == account_id)
            .order_by(RIGHTS_LOG.c.id)
        ).all()
    facts = [row.fact for row in rows]
    assert facts == [
        "account opened", "affiliation requested", "affiliation refused", "affiliation requested",
        "affiliation confirmed", "role granted", "role granted", "role granted",
    ]  # fmt: skip
    assert (rows[2].reason, rows[2].actor_role, rows[2].actor_account_id) == (
        "Not one of ours", Role.STAFF, camille.account_id,
    )  # fmt: skip


def test_forgetting_a_person_erases_free_texts_and_ends_everything() -> None:
    account_id = an_account()
    affiliation_id = an_affiliation(account_id, an_organisation())
    with transaction() as session:
        refuse_affiliation(session, affiliation_id, reason="Alain left us", by=OPERATOR, now=NOW)
        anonymise_account(session, account_id, by=OPERATOR, now=NOW)
        anonymise_account(session, account_id, by=OPERATOR, now=NOW)
    with engine().connect() as connection:
        everything = [
            str(row) for table in (ACCOUNTS, AFFILIATIONS, RIGHTS_LOG) for row in connection.execute(select(table))
        ]
        closed = connection.scalar(
            select(func.count()).select_from(OUTBOX).where(OUTBOX.c.type == "account.anonymised.v1")
        )
    assert not any("Alain" in row or "proviste" in row.lower() for row in everything)
    assert closed == 1


def test_staff_name_staff_and_nobody_else_does(camille: Actor) -> None:
    account_id = an_account()
    with pytest.raises(Forbidden), transaction() as session:
        name_staff(session, account_id, is_staff=True, by=staff_actor(account_id), now=NOW)
    with transaction() as session:
        name_staff(session, account_id, is_staff=True, by=camille, now=NOW)
    assert roles_of(account_id) == {"staff"}


def test_one_address_and_one_siret_are_for_one(camille: Actor) -> None:
    an_account()
    an_organisation()
    with pytest.raises(EmailTaken):
        an_account("ALAIN", family_name="PROVISTE")
    with pytest.raises(SiretTaken):
        an_organisation()


def test_of_two_accounts_opened_at_once_with_one_address_one_is_refused() -> None:
    outcomes: list[str] = []

    def open_one(_: UUID) -> None:
        try:
            an_account()
            outcomes.append("opened")
        except EmailTaken:
            outcomes.append("taken")

    threads = [threading.Thread(target=open_one, args=(uuid4(),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["opened", "taken", "taken"]


def test_a_weak_password_opens_no_account() -> None:
    new = NewAccount(
        email="a@example.org", password="alain-proviste-1", civility=None, given_name="Alain", family_name="Proviste"
    )
    with pytest.raises(PasswordRefused), transaction() as session:
        open_account(session, new, now=NOW)


def test_memberships_do_not_overlap_in_the_code_nor_in_the_database(camille: Actor) -> None:
    organisation_id = an_organisation()
    with transaction() as session:
        first = record_membership(
            session, organisation_id, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), by=camille, now=NOW
        )
    with pytest.raises(MembershipOverlap), transaction() as session:
        record_membership(
            session, organisation_id, starts_on=date(2026, 12, 31), ends_on=date(2027, 1, 1), by=camille, now=NOW
        )
    row = {"organisation_id": organisation_id, "recorded_at": NOW, "starts_on": first.ends_on, "ends_on": first.ends_on}
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(MEMBERSHIPS).values(id=uuid4(), **row))


def test_the_database_repeats_that_a_role_is_in_force_once() -> None:
    affiliation_id = confirmed(an_account(), an_organisation())
    row = {"affiliation_id": affiliation_id, "role": Role.REFERENT, "granted_at": NOW}
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(ROLE_GRANTS).values(id=uuid4(), **row))


def test_a_closed_account_asks_for_nothing() -> None:
    account_id = an_account()
    with transaction() as session:
        anonymise_account(session, account_id, by=OPERATOR, now=NOW)
    with pytest.raises(AccountClosed):
        an_affiliation(account_id, an_organisation())


def test_what_does_not_exist_is_not_found(camille: Actor) -> None:
    with pytest.raises(NotFound):
        confirm(uuid4(), camille)
    with pytest.raises(NotFound):
        an_affiliation(uuid4(), an_organisation())
    with pytest.raises(NotFound):
        an_affiliation(an_account(), uuid4())


def test_replay_tells_the_state_again_with_versions_unchanged(camille: Actor) -> None:
    organisation_id, account_id = an_organisation(), an_account()
    confirmed(account_id, organisation_id)
    gone = an_account("Yves", family_name="Remord")
    with transaction() as session:
        anonymise_account(session, gone, by=OPERATOR, now=NOW)
    with transaction() as session:
        told = {state.name: state.page(session, None, 100) for state in STATES}
        newest = {row.id: row.version for row in session.execute(select(ACCOUNTS.c.id, ACCOUNTS.c.version))}
    assert [event.type for event in told["organisation"]] == ["organisation.changed.v1"]
    rights = {event.subject: event for event in told["account_rights"]}
    assert {key: event.subject_version for key, event in rights.items()} == newest
    assert rights[gone].type == "account.closed.v1"
    assert gone not in {event.subject for event in told["account_profile"]}
    with transaction() as session:
        (_, rights_state, _) = STATES
        first = rights_state.page(session, None, 1)
        assert [event.subject for event in rights_state.page(session, first[0].subject, 100)] == sorted(newest)[1:]
