"""A platform that served one test file is as new for the next, whatever that file did."""

from collections.abc import Callable

import httpx
import psycopg
import pytest

from tests.journeys.people import Visitor, soon
from tests.journeys.places import ALAIN
from tests.support.platforms import PlatformUnderTest
from tests.support.sharing import SharedPlatform

pytestmark = pytest.mark.platform
TEN_DAYS_S = 864_000


def rows(platform: PlatformUnderTest, service: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(platform.database_url(service)) as connection:
        return connection.execute(statement.encode()).fetchall()


def people(platform: PlatformUnderTest) -> list[tuple[object, ...]]:
    return rows(platform, "identity", "SELECT email FROM accounts ORDER BY email")


def use_up(platform: PlatformUnderTest) -> None:
    """What tests do: sign in, change rows, and have something mailed."""
    with Visitor(platform.site_url) as alain:
        alain.sign_in(ALAIN)
        alain.open("/sso/mot-de-passe-oublie").press("Recevoir le lien", email=ALAIN)
    soon(lambda: len(platform.mails(ALAIN)) > 0, "an e-mail to Alain")
    with psycopg.connect(platform.database_url("identity")) as connection:
        connection.execute("UPDATE accounts SET email = 'somebody.else@example.org' WHERE email = %s", [ALAIN])
    with psycopg.connect(platform.database_url("enrolment")) as connection:
        connection.execute("DELETE FROM organisations")


def set_another_clock(platform: PlatformUnderTest) -> None:
    platform.restart(clock_offset_s=TEN_DAYS_S)


def end_a_process(platform: PlatformUnderTest) -> None:
    platform.kill("catalogue.serve", with_children=True)


@pytest.mark.parametrize("do", [use_up, set_another_clock, end_a_process])
def test_the_next_file_finds_what_the_first_one_found(
    shared_platform: SharedPlatform, do: Callable[[PlatformUnderTest], None]
) -> None:
    first = shared_platform.as_new()
    known, mailed = people(first), len(first.mails(ALAIN))
    do(first)
    second = shared_platform.as_new()
    assert people(second) == known
    assert len(second.mails(ALAIN)) == mailed
    assert rows(second, "enrolment", "SELECT 1 FROM organisations")
    assert httpx.get(f"{second.site_url}/actions").status_code == 200
    second.run_command("notification", "jobs", "sweep")
    ahead = rows(second, "notification", "SELECT max(started_at) - now() < interval '1 day' FROM job_runs")
    assert ahead == [(True,)]
    with Visitor(second.site_url) as alain:
        alain.sign_in(ALAIN)
        assert "Alain Proviste" in alain.text
