"""Counts of attempts and accounts are locked in one order: the demonstration may be loaded while people sign in."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chassis.database import engine, transaction
from identity.commands import seed_demo
from identity.domain.emails import email_key
from identity.domain.throttling import ThrottleKind
from identity.store.accounts import find_by_email, lock_account
from identity.store.throttles import Keys, lock_throttles
from identity.usecases.sign_in import SignInAttempt, attempt_keys, sign_in
from services.identity.tests.integration.arranging import NOW, PASSWORD, an_account

LOOPBACK = "127.0.0.1"
BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")
PEOPLE = ("alain.proviste@example.org", "annie.versaire@example.org")


def until_somebody_waits() -> None:
    """For a lock that this test holds."""
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at:
        with engine().connect() as connection:
            if connection.scalar(BLOCKED):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def a_demo(folder: Path) -> str:
    """Two people who have signed in, and nothing else."""
    people: list[dict[str, Any]] = [
        {
            "account_id": f"01930000-0000-7000-8000-00000000f00{number}",
            "email": email,
            "civility": "mr",
            "given_name": "Alain",
            "family_name": "Proviste",
            "opened": "-10d",
            "signed_in": "-9d",
        }
        for number, email in enumerate(PEOPLE)
    ]
    file = folder / "demo.json"
    file.write_text(json.dumps({"password": PASSWORD, "organisations": [], "accounts": people}))
    return str(file)


def in_two_steps(meanwhile: Callable[[], Any]) -> Future[Any]:
    """A sign-in's counts are taken in the order of their table: the account first. Here somebody else comes in
    between; the sign-in is of whichever account they take last."""
    last = sorted(PEOPLE, key=lambda email: _first_key(email)[1])[-1]
    with ThreadPoolExecutor(1) as pool, transaction() as session:
        lock_throttles(session, [(ThrottleKind.ACCOUNT, email_key(last))], now=NOW)
        other = pool.submit(meanwhile)
        until_somebody_waits()
        lock_throttles(session, [(ThrottleKind.ADDRESS, LOOPBACK)], now=NOW)
        session.commit()
        other.exception(timeout=60)
        return other


def _first_key(email: str) -> tuple[ThrottleKind, str]:
    return attempt_keys(email, LOOPBACK)[0]


def one_after_another() -> None:
    """As the demonstration was loaded before: the counts of each person when their turn comes."""
    with transaction() as session:
        for email in sorted(PEOPLE, key=lambda email: _first_key(email)[1]):
            keys: Keys = attempt_keys(email, LOOPBACK)
            lock_throttles(session, keys, now=NOW)


def test_the_demonstration_is_loaded_while_somebody_signs_in(tmp_path: Path) -> None:
    file = a_demo(tmp_path)
    loading = in_two_steps(lambda: seed_demo.run([file]))
    assert loading.result() == 0
    with transaction() as session:
        assert all(find_by_email(session, email) for email in PEOPLE)


def test_counts_taken_one_person_after_another_would_meet_a_sign_in_and_neither_could_go_on() -> None:
    """The twin: with the old order one of the two is ended by the database."""
    with pytest.raises(OperationalError, match="deadlock"):
        in_two_steps(one_after_another).result()


def test_a_sign_in_waits_for_the_account_before_it_takes_any_count() -> None:
    """As the step after the password does, which holds the account when it comes to the counts."""
    account_id = an_account()
    attempt = SignInAttempt(unverified_email=PEOPLE[0], unverified_password=PASSWORD, address=LOOPBACK)
    done = threading.Event()

    def signs_in() -> object:
        try:
            return sign_in(attempt, now=NOW)
        finally:
            done.set()

    with ThreadPoolExecutor(1) as pool:
        with transaction() as session:
            lock_account(session, account_id)
            signing_in = pool.submit(signs_in)
            until_somebody_waits()
            lock_throttles(session, attempt.keys, now=NOW)
            assert not done.is_set()
        assert signing_in.result(timeout=60)
