"""Commands, jobs, and the API of whoever asks."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from chassis import clock
from chassis.clock import now
from chassis.database import transaction
from chassis.tables import OUTBOX
from identity.commands import keys, name_staff, register_client, seed_demo
from identity.domain.signing_keys import KeyState
from identity.jobs import purge
from identity.store.accounts import find_account, find_by_email
from identity.store.client_tables import CLIENTS
from identity.store.tables import (
    ACCOUNTS,
    AUTHORIZATION_CODES,
    ORGANISATIONS,
    SIGN_INS,
    SIGNING_KEYS,
    THROTTLES,
    TOKEN_FAMILIES,
)
from services.identity.tests.integration.arranging import (
    PASSWORD,
    SITE,
    Browser,
    an_account,
    an_organisation,
    confirmed,
)
from tests.contracts.schemas import faults
from tests.support.tokens import bearer

DEMO = Path(__file__).parents[4] / "deploy/local/demo/identity.json"
DUNES = "01930000-0000-7000-8000-000000000102"


def states() -> list[str]:
    with transaction() as session:
        return sorted(state.value for state in session.scalars(select(SIGNING_KEYS.c.state)))


def test_keys_rotate_and_tokens_of_before_stay_good(browser: Browser, tmp_path: Path) -> None:
    an_account()
    assert keys.run(["create"]) == 0
    assert keys.run(["export", str(tmp_path)]) == 0
    assert len(list(tmp_path.glob("*.pem"))) == 2
    assert keys.run(["promote"]) == 1, "no gateway may have read it yet"
    clock.shift(301)
    before = browser.tokens()
    assert keys.run(["promote"]) == 0
    after = browser.refresh(before["refresh_token"]).json
    assert browser.userinfo(before["access_token"]).status_code == 200
    assert browser.userinfo(after["access_token"]).status_code == 200
    assert keys.run(["retire"]) == 1, "a token of it may be alive"
    clock.shift(301 + 361)
    assert keys.run(["retire"]) == 0
    assert states() == ["current", "retired"]
    keys.run(["export", str(tmp_path)])
    assert len(list(tmp_path.glob("*.pem"))) == 1
    assert len(browser.get("/sso/jwks.json").json["keys"]) == 1
    out = browser.get(f"/sso/logout?id_token_hint={before['id_token']}")
    assert "Vous êtes déconnecté" in out.text, "an ID token of the retired key still says who is to be signed out"


def test_a_stolen_key_goes_at_once(browser: Browser) -> None:
    an_account()
    stolen = browser.tokens()["access_token"]
    for move in (["create"], ["promote", "--at-once"], ["retire", "--at-once"]):
        assert keys.run(move) == 0
    assert states() == ["current", "retired"]
    assert browser.userinfo(stolen).status_code == 401


def test_ensuring_a_key_twice_makes_one() -> None:
    assert keys.run(["ensure"]) == 0
    assert keys.run(["ensure"]) == 0
    assert states() == [KeyState.CURRENT]


def test_keys_do_not_move_out_of_turn() -> None:
    assert keys.run(["promote"]) == 1
    keys.run(["ensure"])
    assert keys.run(["create"]) == 0
    assert keys.run(["create"]) == 1


def test_a_client_is_registered_and_changed_by_the_same_command() -> None:
    arguments = ["web", f"{SITE}/connexion/retour", f"{SITE}/", "--audience", "parcourspro-api"]
    assert register_client.run(arguments) == 0
    assert register_client.run([*arguments, "--name", "ParcoursPro"]) == 0
    with transaction() as session:
        (row,) = session.execute(select(CLIENTS)).all()
    assert (row.name, row.audience, row.requires_pkce) == ("ParcoursPro", "parcourspro-api", True)
    assert row.post_logout_redirect_uris == [f"{SITE}/"]


def test_a_client_that_would_be_dangerous_is_not_registered(tmp_path: Path) -> None:
    weak = tmp_path / "secret"
    weak.write_text("weak")
    back = "https://rafael.example.org/retour"
    assert register_client.run(["rafael", back, "--secret-file", str(weak)]) == 1
    assert register_client.run(["rafael", "http://rafael.example.org/retour"]) == 1
    assert register_client.run(["rafael", back, "--auth-method", "none", "--without-pkce"]) == 1


def test_staff_are_named_by_command(browser: Browser) -> None:
    account_id = an_account()
    assert name_staff.run([str(account_id)]) == 0
    assert name_staff.run(["01930000-0000-7000-8000-0000000000ff"]) == 1
    with transaction() as session:
        account = find_account(session, account_id)
        assert account is not None
        assert account.is_staff


def test_demo_data_are_made_by_the_use_cases_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert seed_demo.run([str(DEMO)]) == 0
    assert seed_demo.run([str(DEMO)]) == 0
    assert "0 organisations, 0 accounts" in capsys.readouterr().out
    with transaction() as session:
        alain = find_by_email(session, "alain.proviste@example.org")
        annie = find_by_email(session, "annie.versaire@example.org")
        sarah = find_by_email(session, "sarah.croche@example.org")
        assert session.scalar(select(func.count()).select_from(ORGANISATIONS)) == 6
        latest = session.scalar(select(func.max(OUTBOX.c.occurred_at)))
    assert alain is not None
    assert annie is not None
    assert sarah is not None
    assert {pair.role.value for pair in alain.pairs()} == {"beneficiary"}
    assert {pair.role.value for pair in annie.pairs()} == {"beneficiary", "referent", "hr_validator"}
    assert (str(sarah.id)[-2:], len(sarah.pairs())) == ("05", 3)
    assert ("hr_validator", DUNES) in {(pair.role.value, str(pair.organisation_id)) for pair in sarah.pairs()}
    assert latest is not None
    assert latest < now() - timedelta(days=4)


def test_every_event_of_the_demo_matches_its_contract() -> None:
    seed_demo.run([str(DEMO)])
    with transaction() as session:
        rows = session.execute(select(OUTBOX)).all()
    assert rows
    for row in rows:
        envelope = {
            "specversion": "1.0",
            "id": str(row.id),
            "source": "/identity",
            "type": row.type,
            "subject": str(row.subject),
            "time": row.occurred_at.isoformat(),
            "datacontenttype": "application/json",
            "confidentiality": row.confidentiality,
            "data": row.data,
            **({"subjectversion": row.subject_version} if row.subject_version else {}),
        }
        assert faults(envelope, is_closed=True) == []


def test_demo_people_sign_in_with_the_password_of_the_demo(browser: Browser) -> None:
    seed_demo.run([str(DEMO)])
    for one in json.loads(DEMO.read_text())["accounts"][:2]:
        assert browser.submit("/sso/connexion", email=one["email"]).status_code == 303


def test_what_is_over_is_removed_and_what_lives_stays(browser: Browser) -> None:
    an_account()
    browser.tokens()
    tables = (SIGN_INS, TOKEN_FAMILIES, AUTHORIZATION_CODES, THROTTLES)

    def counts() -> list[int | None]:
        with transaction() as session:
            return [session.scalar(select(func.count()).select_from(table)) for table in tables]

    purge.run(now())
    assert counts() == [1, 1, 1, 2]
    purge.run(now() + timedelta(days=3))
    assert counts() == [0, 0, 0, 0]


def test_a_person_reads_what_is_known_of_them(browser: Browser) -> None:
    account_id, organisation_id = an_account(), an_organisation()
    confirmed(account_id, organisation_id)
    answer = browser.get("/api/identity/v1/me", headers=bearer(account_id, role="beneficiary"))
    assert answer.status_code == 200
    me = answer.json
    assert (me["given_name"], me["email"]) == ("Alain", "alain.proviste@example.org")
    (affiliation,) = me["affiliations"]
    assert affiliation["organisation_name"] == "Structure 0"
    assert affiliation["roles"] == ["beneficiary", "hr_validator", "referent"]
    assert affiliation["is_member"] is False


def test_without_a_good_token_nobody_reads_anything(browser: Browser) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}):
        answer = browser.get("/api/identity/v1/me", headers=headers)
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
    gone = bearer("01930000-0000-7000-8000-0000000000ff")
    assert browser.get("/api/identity/v1/me", headers=gone).status_code == 404


def test_the_service_says_when_it_is_ready(browser: Browser) -> None:
    assert browser.get("/readyz").status_code == 200
    assert browser.get("/livez").status_code == 200


def test_an_outdated_hash_is_made_anew_at_the_next_sign_in(browser: Browser) -> None:
    an_account()
    weaker = PasswordHasher(memory_cost=64, time_cost=1, parallelism=1)
    with transaction() as session:
        session.execute(update(ACCOUNTS).values(password_hash=weaker.hash(PASSWORD)))
    assert browser.submit("/sso/connexion").status_code == 303
    with transaction() as session:
        assert (session.scalar(select(ACCOUNTS.c.password_hash)) or "").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
