"""One sign-in for several platforms, two of which run other people's OpenID Connect."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from chassis.auth import REFETCH_S
from tests.journeys.callers import BACK, Hammer, TokenHolder
from tests.journeys.people import Visitor, soon
from tests.journeys.places import ALAIN, ANNIE
from tests.journeys.platforms_of_others import apache, rafael
from tests.support.platforms import PlatformUnderTest

pytestmark = pytest.mark.platform


@pytest.fixture(scope="module")
def site(platform: PlatformUnderTest) -> str:
    return platform.site_url


@pytest.fixture(scope="module")
def second(platform: PlatformUnderTest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with rafael(platform, tmp_path_factory.mktemp("rafael")) as address:
        yield address


@pytest.fixture(scope="module")
def third(platform: PlatformUnderTest) -> Iterator[str]:
    with apache(platform) as address:
        yield address


def told(visitor: Visitor) -> dict[str, Any]:
    """What Rafael's page says."""
    found: dict[str, Any] = json.loads(visitor.text.removeprefix("Rafael").strip())
    return found


def is_nobody_at(visitor: Visitor, second: str) -> bool:
    """Whether Rafael has forgotten the person; until it hears, it only finds that its token is good no more."""
    return told(visitor.open(f"{second}/")) == {"signed_in": False}


def is_in_web(visitor: Visitor) -> bool:
    """Whether web's own pages still know the person; a second look does not sign them in again."""
    visitor.open("/profil")
    return visitor.path == "/profil"


def test_signed_in_at_web_the_second_platform_asks_nothing(site: str, second: str) -> None:
    with Visitor(site) as alain:
        alain.sign_in(ALAIN)
        alain.open(f"{second}/entrer")
        assert "/connexion" not in " ".join(alain.ways)
        here = told(alain.open(f"{second}/"))
        assert here["signed_in"]
        assert here["userinfo"]["email"] == ALAIN
        assert here["userinfo"]["active_role"] == "beneficiary"
        assert here["claims"]["acr"] == "urn:parcourspro:acr:password"
        assert told(alain.open(f"{second}/renouveler")) == {"is_new": True, "active": True}
        assert told(alain.open(f"{second}/renouveler")) == {"is_new": True, "active": True}


def test_out_of_the_second_platform_is_out_here(site: str, second: str) -> None:
    with Visitor(site) as alain:
        alain.sign_in(ALAIN).open(f"{second}/entrer")
        assert is_in_web(alain)
        alain.open(f"{second}/sortir")
        assert told(alain) == {"signed_in": False}
        assert alain.ways[-1].endswith("/?state=out")
        soon(lambda: not is_in_web(alain), "web hears of the logout")


def test_out_of_web_is_out_of_the_second_platform(site: str, second: str) -> None:
    with Visitor(site) as alain:
        alain.open(f"{second}/entrer").press("Valider", email=ALAIN, password="Essai-ParcoursPro-2026")
        assert told(alain.open(f"{second}/"))["signed_in"]
        alain.open("/connexion")
        assert is_in_web(alain), "web asks nothing either"
        alain.press("Se déconnecter")
        soon(lambda: is_nobody_at(alain, second), "the second platform hears of the logout")


def test_a_platform_asks_for_a_fresh_proof_of_the_person(site: str, second: str) -> None:
    with Visitor(site) as alain:
        alain.sign_in(ALAIN)
        alain.open(f"{second}/entrer?max_age=0")
        assert alain.path == "/sso/connexion"
        alain.open(f"{second}/entrer?prompt=login&login_hint={ALAIN}")
        assert alain.page.form_with("Valider").fields["email"] == ALAIN
        alain.press("Valider", password="Essai-ParcoursPro-2026")
        assert told(alain)["signed_in"]


def test_nobody_signed_in_and_no_question_wanted_is_login_required(site: str, second: str) -> None:
    with Visitor(site) as nobody:
        nobody.open(f"{second}/entrer?prompt=none")
        assert told(nobody) == {"fault": "login_required"}


def test_the_servers_of_the_second_platform_have_tokens_of_their_own(site: str, second: str) -> None:
    with Visitor(site) as anybody:
        assert told(anybody.open(f"{second}/serveur")) == {"subject": "rafael", "scope": "rafael:read"}


def test_signed_in_at_web_apache_lets_in_without_a_question(site: str, third: str) -> None:
    with Visitor(site) as annie:
        annie.sign_in(ANNIE)
        annie.open(f"{third}/protected/")
        assert "apache lets you in" in annie.text
        assert "/sso/connexion" not in " ".join(annie.ways)
        before = session_of(annie, third)
        assert before["userinfo"]["email"] == ANNIE
        annie.open(f"{third}/protected/retour?refresh={third}/protected/&access_token={before['access_token']}")
        assert session_of(annie, third)["access_token"] != before["access_token"]


def session_of(visitor: Visitor, third: str) -> dict[str, Any]:
    """What mod_auth_openidc keeps of the person."""
    found: dict[str, Any] = json.loads(visitor.open(f"{third}/protected/retour?info=json").body)
    return found


def test_out_of_apache_is_out_here_and_at_the_second_platform(site: str, second: str, third: str) -> None:
    with Visitor(site) as annie:
        annie.sign_in(ANNIE).open(f"{third}/protected/").open(f"{second}/entrer")
        annie.open(f"{third}/protected/retour?logout={third}/")
        assert "apache says bye" in annie.text
        soon(lambda: not is_in_web(annie), "web hears of the logout")
        soon(lambda: is_nobody_at(annie, second), "the second platform hears of the logout")


def test_out_of_web_is_out_of_apache(site: str, third: str) -> None:
    with Visitor(site) as annie:
        annie.sign_in(ANNIE).open(f"{third}/protected/")
        assert "apache lets you in" in annie.text
        annie.open("/profil").press("Se déconnecter")
        soon(lambda: "apache lets you in" not in annie.open(f"{third}/protected/").text, "apache hears of the logout")
        assert re.search("Identification requise", annie.text)


def make_keys_older(platform: PlatformUnderTest) -> None:
    """Ten minutes pass for the signing keys: each of their moves wants some minutes since the one before."""
    with psycopg.connect(platform.database_url("identity")) as connection:
        connection.execute("UPDATE signing_keys SET moved_at = moved_at - interval '10 minutes'")


def test_the_keys_rotate_and_no_request_is_refused_meanwhile(
    platform: PlatformUnderTest, site: str, second: str, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("s" * 40)
    register = ["register-client", "caller", BACK, "--audience", "parcourspro-api", "--secret-file", str(secret)]
    platform.run_command("identity", *register)
    holder = TokenHolder(platform, client_id="caller", secret="s" * 40)
    holder.sign_in(ALAIN)
    first_kid = holder.kid
    with Visitor(site) as alain:
        alain.sign_in(ALAIN).open(f"{second}/entrer")
        # Whoever has read the keys just before the next one is published hears of that one last.
        platform.stop("enrolment.serve")
        platform.start("enrolment.serve")
        hammers = [Hammer(f"{site}/api/{path}", holder) for path in ("identity/v1/me", "enrolment/v1/enrolments")]
        for hammer in hammers:
            hammer.start()
        for step in ("create", None, "promote", None, "retire", None):
            if step is None:
                platform.reload_gateway()
                make_keys_older(platform)
            else:
                platform.run_command("identity", "keys", step)
            if step == "create":
                # Of those ten minutes these seconds pass in truth: services read the keys anew for one that they do
                # not know, but not sooner than this after the last time.
                time.sleep(REFETCH_S)
            holder.refresh()
            assert told(alain.open(f"{second}/renouveler"))["active"]
        for hammer in hammers:
            hammer.stopped.set()
            hammer.join()
        assert holder.kid != first_kid
        assert len(httpx.get(f"{site}/sso/jwks.json").json()["keys"]) == 1
        assert {status for hammer in hammers for status in hammer.answers} == {"200"}, [h.answers for h in hammers]
        assert min(hammer.answers["200"] for hammer in hammers) > 50
        assert is_in_web(alain)
        alain.press("Se déconnecter")
        assert alain.path == "/", "a hint that the retired key signed still signs out without a question"
