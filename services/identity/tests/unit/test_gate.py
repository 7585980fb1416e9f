"""The bound on simultaneous password hashes."""

import threading
import time

import pytest

from identity.domain.errors import HashingBusy
from identity.store.password_hashes import Gate, hash_password, is_outdated, matches


def test_beyond_those_who_run_and_those_who_wait_everybody_is_turned_away_at_once() -> None:
    gate, inside, leave = Gate(running=1, waiting=1), threading.Event(), threading.Event()
    passed = []

    def pass_through() -> None:
        with gate.passage():
            inside.set()
            leave.wait(5)
            passed.append(True)

    threads = [threading.Thread(target=pass_through) for _ in range(2)]
    threads[0].start()
    inside.wait(5)
    threads[1].start()
    while gate._places._value:  # type: ignore[attr-defined]  # the second must be waiting
        time.sleep(0.001)
    with pytest.raises(HashingBusy), gate.passage():
        pass
    leave.set()
    for thread in threads:
        thread.join()
    assert passed == [True, True]
    with gate.passage():
        pass


def test_who_has_a_place_needs_no_other_for_the_hash_and_leaves_it_free_afterwards() -> None:
    gate = Gate(running=1, waiting=0)
    for _ in range(2):
        with gate.place(), gate.passage():
            pass


def test_a_password_matches_its_hash_whatever_the_form_of_its_accents() -> None:
    encoded = hash_password("e\u0301te\u0301 en ville 2026")
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert matches(encoded, "été en ville 2026")
    assert not matches(encoded, "ete en ville 2026")
    assert not is_outdated(encoded)


def test_without_a_hash_nothing_matches() -> None:
    assert not matches(None, "b64c1f5e-nobody-5e1f46cb")
    assert not matches("not a hash", "x")


def test_a_long_password_is_never_cut() -> None:
    encoded = hash_password("x" * 900 + "y")
    assert not matches(encoded, "x" * 900 + "z")
