"""Codes, families and sign-ins by themselves."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chassis.principal import Role
from identity.domain.grants import AuthorizationCode, SignIn, TokenFamily, s256
from identity.domain.rights import Pair

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
# RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def a_code(challenge: str | None = CHALLENGE) -> AuthorizationCode:
    return AuthorizationCode(
        code_hash=b"",
        client_id="web",
        redirect_uri="https://site.example.org/retour",
        sign_in_id=uuid4(),
        account_id=uuid4(),
        scope="openid",
        nonce=None,
        code_challenge=challenge,
        issued_at=NOW,
        expires_at=NOW + timedelta(seconds=60),
    )


def a_family() -> TokenFamily:
    return TokenFamily(
        id=uuid4(),
        client_id="web",
        account_id=uuid4(),
        sign_in_id=uuid4(),
        scope="openid",
        handle_hash=b"",
        secret_hash=b"",
        active_role=None,
        active_organisation=None,
        authenticated_at=NOW,
        created_at=NOW,
        used_at=NOW,
        ends_at=NOW + timedelta(hours=14),
    )


def fault(code: AuthorizationCode, **changes: object) -> str | None:
    sent: dict[str, object] = {
        "client_id": "web",
        "redirect_uri": "https://site.example.org/retour",
        "verifier": VERIFIER,
        "now": NOW,
        **changes,
    }
    return code.fault(**sent)  # type: ignore[arg-type]  # a mapping of mixed values


def test_the_challenge_of_the_rfc_is_met() -> None:
    assert s256(VERIFIER) == CHALLENGE
    assert fault(a_code()) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"now": NOW + timedelta(seconds=60)},
        {"client_id": "rafael"},
        {"redirect_uri": None},
        {"redirect_uri": "https://site.example.org/retour/"},
        {"verifier": None},
        {"verifier": ""},
        {"verifier": CHALLENGE},
        {"verifier": f"{VERIFIER}x"},
    ],
)
def test_a_redemption_that_differs_in_anything_has_a_fault(changes: dict[str, object]) -> None:
    assert fault(a_code(), **changes) is not None


def test_without_a_challenge_there_must_be_no_verifier() -> None:
    assert fault(a_code(challenge=None), verifier=None) is None
    assert fault(a_code(challenge=None)) is not None


def test_a_family_lives_until_silence_its_end_or_a_revocation() -> None:
    assert a_family().is_alive(NOW + timedelta(hours=3, minutes=59))
    assert not a_family().is_alive(NOW + timedelta(hours=4))
    used = a_family()
    used.used_at = NOW + timedelta(hours=13)
    assert used.is_alive(NOW + timedelta(hours=13, minutes=59))
    assert not used.is_alive(NOW + timedelta(hours=14))


def test_the_first_reason_of_a_revocation_stays() -> None:
    family = a_family()
    family.revoke(reason="signed out", now=NOW)
    family.revoke(reason="code used twice", now=NOW + timedelta(seconds=1))
    assert (family.revoked_for, family.revoked_at) == ("signed out", NOW)
    assert not family.is_alive(NOW)


def test_a_family_has_one_active_pair_or_none() -> None:
    family, pair = a_family(), Pair(role=Role.REFERENT, organisation_id=uuid4())
    assert family.active is None
    family.activate(pair)
    assert family.active == pair
    family.activate(None)
    assert family.active is None


def test_a_sign_in_goes_on_while_a_client_uses_it() -> None:
    sign_in = SignIn(
        id=uuid4(),
        account_id=uuid4(),
        token_hash=b"",
        authenticated_at=NOW,
        seen_at=NOW,
        ends_at=NOW + timedelta(hours=14),
    )
    late = NOW + timedelta(hours=5)
    assert not sign_in.is_alive(late)
    assert sign_in.is_alive(late, last_use=NOW + timedelta(hours=2))
    sign_in.ended_at = NOW
    assert not sign_in.is_alive(NOW)
