"""Refresh tokens, the switch of role, revocation and introspection."""

import threading
from typing import Any
from uuid import UUID

import pytest
from joserfc.jwk import RSAKey
from sqlalchemy import select, text

from chassis import clock
from chassis.database import engine, transaction
from chassis.principal import Role
from identity.domain.rights import OPERATOR
from identity.store.tables import ACCOUNTS, TOKEN_FAMILIES
from identity.usecases.revoke_role import revoke_role
from services.identity.tests.integration.arranging import (
    ISSUER,
    NOW,
    SECRET,
    Browser,
    an_account,
    an_affiliation,
    an_organisation,
    confirmed,
)
from tests.support.forgeries import forgeries


@pytest.fixture
def annie(app: object) -> UUID:
    return an_account("Annie", family_name="Versaire")


def tokens_of_annie(browser: Browser) -> dict[str, Any]:
    return browser.tokens("annie.versaire@example.org")


def test_a_refresh_gives_new_tokens_and_spends_the_old_one(browser: Browser, annie: UUID) -> None:
    first = tokens_of_annie(browser)
    second = browser.refresh(first["refresh_token"]).json
    assert second["refresh_token"] != first["refresh_token"]
    assert browser.claims(second["access_token"])["sub"] == str(annie)
    assert browser.refresh(second["refresh_token"]).status_code == 200


def test_using_an_old_refresh_token_ends_the_whole_family(browser: Browser, annie: UUID) -> None:
    first = tokens_of_annie(browser)
    second = browser.refresh(first["refresh_token"]).json
    assert browser.refresh(first["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.refresh(second["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.userinfo(second["access_token"]).status_code == 401


def test_a_refresh_token_in_the_hands_of_another_client_ends_the_family(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["refresh_token"]
    stolen = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "rafael"}
    assert browser.token(stolen, auth=None).json["error"] == "invalid_grant"
    assert browser.refresh(token).json["error"] == "invalid_grant"


def test_of_two_refreshes_at_once_one_wins_and_the_family_ends(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["refresh_token"]
    outcomes: list[int] = []
    threads = [threading.Thread(target=lambda: outcomes.append(browser.refresh(token).status_code)) for _ in range(6)]
    with engine().connect() as other, other.begin():
        # Everybody waits for the same row, then goes at once.
        other.execute(text("SELECT 1 FROM token_families FOR UPDATE"))
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [200, 400, 400, 400, 400, 400]
    with transaction() as session:
        assert session.scalar(select(TOKEN_FAMILIES.c.revoked_for)) == "refresh token used twice"


def test_without_the_lock_two_refreshes_would_both_read_the_same_secret(browser: Browser, annie: UUID) -> None:
    tokens_of_annie(browser)
    read = select(TOKEN_FAMILIES.c.secret_hash)
    with engine().connect() as one, engine().connect() as other:
        assert one.execute(read).scalar() == other.execute(read).scalar()


def test_a_family_ends_with_silence_and_with_the_day(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["refresh_token"]
    for hours in range(3, 13, 3):
        clock.shift(hours * 3600)
        token = browser.refresh(token).json["refresh_token"]
    clock.shift(15 * 3600)
    assert browser.refresh(token).json["error"] == "invalid_grant"


def test_a_silent_family_is_over_after_four_hours(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["refresh_token"]
    clock.shift(4 * 3600 + 1)
    assert browser.refresh(token).json["error"] == "invalid_grant"


def test_the_everyday_refresh_finds_the_same_pairs_as_the_careful_one(browser: Browser, annie: UUID) -> None:
    """Two organisations, a role taken away, an affiliation not confirmed, staff."""
    token = tokens_of_annie(browser)["refresh_token"]
    first = confirmed(annie, an_organisation(0))
    confirmed(annie, an_organisation(1))
    an_affiliation(annie, an_organisation(2))
    with transaction() as session:
        revoke_role(session, first, role=Role.HR_VALIDATOR, by=OPERATOR, now=NOW)
        session.execute(ACCOUNTS.update().where(ACCOUNTS.c.id == annie).values(is_staff=True))
    everyday = browser.refresh(token).json
    careful = browser.refresh(everyday["refresh_token"], scope="openid").json
    told = [browser.claims(one["access_token"]) for one in (everyday, careful)]
    pairs = [{(one["role"], one["organisation"]) for one in claims["roles"]} for claims in told]
    assert pairs[0] == pairs[1]
    assert len(told[0]["roles"]) == len(pairs[0]) == 6
    assert (told[0]["sub"], told[0]["family"]) == (told[1]["sub"], told[1]["family"])


def test_the_active_role_is_switched_by_a_refresh_and_stays(browser: Browser, annie: UUID) -> None:
    organisation_id = an_organisation()
    confirmed(annie, organisation_id)
    first = tokens_of_annie(browser)
    switch = {"active_role": "hr_validator", "active_organisation": str(organisation_id)}
    second = browser.refresh(first["refresh_token"], **switch).json
    third = browser.refresh(second["refresh_token"]).json
    for tokens in (second, third):
        claims = browser.claims(tokens["access_token"])
        assert (claims["active_role"], claims["active_organisation"]) == ("hr_validator", str(organisation_id))


@pytest.mark.parametrize("role", ["staff", "training_provider", "root", "Beneficiary"])
def test_a_role_not_held_is_refused_and_the_refresh_token_stays_good(browser: Browser, annie: UUID, role: str) -> None:
    organisation_id = an_organisation()
    confirmed(annie, organisation_id)
    token = tokens_of_annie(browser)["refresh_token"]
    refused = browser.refresh(token, active_role=role, active_organisation=str(organisation_id))
    assert (refused.status_code, refused.json["error"]) == (400, "access_denied")
    assert browser.refresh(token).status_code == 200


def test_a_role_in_another_organisation_is_not_held(browser: Browser, annie: UUID) -> None:
    mine, other = an_organisation(), an_organisation(1)
    confirmed(annie, mine)
    confirmed(an_account("Lara", family_name="Masse"), other)
    an_affiliation(annie, other)
    token = tokens_of_annie(browser)["refresh_token"]
    refused = browser.refresh(token, active_role="referent", active_organisation=str(other))
    assert refused.json["error"] == "access_denied"


def test_an_organisation_alone_is_no_switch(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["refresh_token"]
    assert browser.refresh(token, active_organisation=str(annie)).json["error"] == "invalid_request"


def test_staff_need_no_organisation(browser: Browser) -> None:
    an_account("Camille", family_name="Onette", is_staff=True)
    tokens = browser.tokens("camille.onette@example.org")
    claims = browser.claims(tokens["access_token"])
    assert (claims["active_role"], claims["active_organisation"]) == ("staff", None)


def test_a_role_taken_away_is_in_no_token_from_the_next_refresh_on(browser: Browser, annie: UUID) -> None:
    organisation_id = an_organisation()
    affiliation_id = confirmed(annie, organisation_id)
    first = tokens_of_annie(browser)
    switch = {"active_role": "hr_validator", "active_organisation": str(organisation_id)}
    second = browser.refresh(first["refresh_token"], **switch).json
    with transaction() as session:
        revoke_role(session, affiliation_id, role=Role.HR_VALIDATOR, by=OPERATOR, now=NOW)
    claims = browser.claims(browser.refresh(second["refresh_token"]).json["access_token"])
    assert "hr_validator" not in str(claims["roles"])
    assert claims["active_role"] is None


def test_a_refresh_may_narrow_the_scope_and_never_widen_it(browser: Browser, annie: UUID) -> None:
    token = browser.tokens("annie.versaire@example.org", scope="openid profile")["refresh_token"]
    assert browser.refresh(token, scope="openid email").json["error"] == "invalid_scope"
    narrowed = browser.refresh(token, scope="openid").json
    assert narrowed["scope"] == "openid"
    assert browser.refresh(narrowed["refresh_token"]).json["scope"] == "openid profile"


def test_forged_tokens_open_nothing(browser: Browser, annie: UUID) -> None:
    claims = browser.claims(tokens_of_annie(browser)["access_token"])
    published = browser.get("/sso/jwks.json").json["keys"][0]
    header = {"alg": "RS256", "kid": published["kid"], "typ": "at+jwt"}
    for trick, forged in forgeries(claims, header=header, public_key=RSAKey.import_key(published)).items():
        assert browser.userinfo(forged).status_code == 401, trick
        assert browser.post_as("web", "/sso/introspect", {"token": forged}).json == {"active": False}, trick


def test_an_id_token_is_no_access_token(browser: Browser, annie: UUID) -> None:
    answer = browser.userinfo(tokens_of_annie(browser)["id_token"])
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_token")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_an_access_token_dies_after_five_minutes(browser: Browser, annie: UUID) -> None:
    token = tokens_of_annie(browser)["access_token"]
    clock.shift(240)
    assert browser.userinfo(token).status_code == 200
    clock.shift(302)
    assert browser.userinfo(token).status_code == 401


def test_without_any_token_userinfo_says_only_that_one_is_needed(browser: Browser) -> None:
    answer = browser.get("/sso/userinfo")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("kind", ["access_token", "refresh_token"])
def test_a_revoked_token_takes_its_family_along(browser: Browser, annie: UUID, kind: str) -> None:
    tokens = tokens_of_annie(browser)
    answer = browser.app.test_client().post("/sso/revoke", data={"token": tokens[kind]}, auth=("web", SECRET))
    assert answer.status_code == 200
    assert browser.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert browser.userinfo(tokens["access_token"]).status_code == 401


def test_another_client_revokes_nothing_and_unknown_tokens_are_no_error(browser: Browser, annie: UUID) -> None:
    tokens = tokens_of_annie(browser)
    for token in (tokens["refresh_token"], tokens["access_token"], "unknown", "un.known"):
        stranger = browser.app.test_client()
        answer = stranger.post("/sso/revoke", data={"token": token, "client_id": "rafael"})
        assert answer.status_code == 200
    assert browser.refresh(tokens["refresh_token"]).status_code == 200


def test_introspection_tells_a_client_about_its_own_tokens_only(browser: Browser, annie: UUID) -> None:
    tokens = tokens_of_annie(browser)
    http = browser.app.test_client()
    for kind in ("access_token", "refresh_token"):
        told = http.post("/sso/introspect", data={"token": tokens[kind]}, auth=("web", SECRET)).json
        assert (told["active"], told["sub"], told["client_id"], told["iss"]) == (True, str(annie), "web", ISSUER)
        foreign = {"token": tokens[kind], "client_id": "post", "client_secret": SECRET}
        assert http.post("/sso/introspect", data=foreign).json == {"active": False}


def test_a_public_client_may_not_introspect(browser: Browser) -> None:
    answer = browser.app.test_client().post("/sso/introspect", data={"token": "x.y", "client_id": "rafael"})
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
