"""What the tests of the whole platform stand on: its clock, its mailbox, its processes one by one."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage

import httpx
import psutil
import psycopg
import pytest

from deploy.local.services import KINDS, SERVICES
from tests.support.platforms import PlatformUnderTest

pytestmark = pytest.mark.platform
TEN_DAYS_S = 864_000


def test_the_site_answers_at_one_address_and_health_is_not_told_there(platform: PlatformUnderTest) -> None:
    assert httpx.get(f"{platform.site_url}/").status_code == 200
    assert httpx.get(f"{platform.site_url}/readyz").status_code == 404


def test_every_process_is_ready(platform: PlatformUnderTest) -> None:
    for service in SERVICES:
        for kind in KINDS:
            assert httpx.get(f"{platform.private_url(service, kind)}/readyz").status_code == 200, f"{service} {kind}"


def test_a_mail_that_is_sent_is_found_by_its_recipient(platform: PlatformUnderTest) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "probe@example.org", "Essai"
    message.set_content("Bonjour")
    with smtplib.SMTP("127.0.0.1", platform.smtp_port) as smtp:
        smtp.send_message(message)
    assert [mail["subject"] for mail in platform.mails("probe@example.org")] == ["Essai"]


def test_one_process_that_is_killed_can_be_started_again(platform: PlatformUnderTest) -> None:
    before = platform.pid("notification.work")
    platform.kill("notification.work")
    assert not psutil.pid_exists(before)
    platform.start("notification.work")
    assert platform.pid("notification.work") != before


def test_the_services_go_by_another_clock_when_asked(platform: PlatformUnderTest) -> None:
    platform.restart(clock_offset_s=TEN_DAYS_S)
    platform.run_command("notification", "jobs", "sweep")
    with psycopg.connect(platform.database_url("notification")) as connection:
        row = connection.execute("SELECT max(started_at) - now() FROM job_runs").fetchone()
    assert row is not None
    assert timedelta(days=9) < row[0] < timedelta(days=11)
