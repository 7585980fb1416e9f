"""The table of signing keys, whole, and their private parts at rest."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from joserfc.errors import JoseError

from identity.domain.errors import KeyMoveRefused
from identity.domain.lifetimes import KEY_STAYS_PUBLISHED
from identity.domain.signing_keys import TRANSITIONS, KeyMove, KeyState, SigningKey
from identity.store import key_ring

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
LATER = NOW + KEY_STAYS_PUBLISHED


def a_key(state: KeyState) -> SigningKey:
    return SigningKey(kid="k", state=state, public_key={}, sealed_private_key="sealed", created_at=NOW, moved_at=NOW)


@pytest.fixture
def ring() -> Iterator[SigningKey]:
    key_ring.configure(secret="a" * 32)
    kid, public_key, sealed = key_ring.generate()
    yield SigningKey(
        kid=kid,
        state=KeyState.CURRENT,
        public_key=public_key,
        sealed_private_key=sealed,
        created_at=NOW,
        moved_at=NOW,
    )
    key_ring.configure(secret="a" * 32)


@pytest.mark.parametrize(("state", "move"), list(product(KeyState, KeyMove)))
def test_a_key_moves_by_the_table_and_not_otherwise(state: KeyState, move: KeyMove) -> None:
    key = a_key(state)
    if (state, move) in TRANSITIONS:
        key.move(move, now=LATER)
        assert (key.state, key.moved_at) == (TRANSITIONS[(state, move)], LATER)
    else:
        with pytest.raises(KeyMoveRefused):
            key.move(move, now=LATER)
        assert (key.state, key.moved_at) == (state, NOW)


def test_a_key_stays_published_until_its_last_token_is_dead() -> None:
    key = a_key(KeyState.PREVIOUS)
    with pytest.raises(KeyMoveRefused) as refusal:
        key.move(KeyMove.RETIRE, now=LATER - timedelta(seconds=1))
    assert refusal.value.figures["ready_at"] == LATER
    key.move(KeyMove.RETIRE, now=LATER)
    assert key.sealed_private_key is None


def test_the_public_key_holds_nothing_private(ring: SigningKey) -> None:
    assert set(ring.public_key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert b"PRIVATE" not in key_ring.public_pem(ring)


def test_the_private_key_opens_with_its_own_secret_only(ring: SigningKey) -> None:
    assert "PRIVATE" not in (ring.sealed_private_key or "")
    key_ring.configure(secret="b" * 32)
    with pytest.raises(JoseError):
        key_ring.sign({}, key=ring, token_type="JWT")


def test_a_signature_is_verified_by_key_and_type_alone(ring: SigningKey) -> None:
    token = key_ring.sign({"sub": "alain"}, key=ring, token_type="JWT")
    assert key_ring.verified_claims(token, keys=[ring], token_type="JWT") == {"sub": "alain"}
    assert key_ring.verified_claims(token, keys=[ring], token_type="at+jwt") is None
    assert key_ring.verified_claims(token, keys=[], token_type="JWT") is None
    assert key_ring.verified_claims(f"{token[:-4]}AAAA", keys=[ring], token_type="JWT") is None
