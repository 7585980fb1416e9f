"""Sending through a real SMTP server that refuses, delays and breaks off."""

import ssl
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from sqlalchemy import text

from chassis import tasks
from chassis.database import transaction
from chassis.jobs import run_once
from chassis.tasks import DELAYS_S
from notification.channels import envelopes, smtp
from notification.channels.envelopes import Sealed, envelope
from notification.channels.smtp import SmtpAddress, SmtpChannel, Unavailable
from notification.jobs import JOBS, TASKS

ALAIN = "01930000-0000-7000-8000-000000000001"
ANNIE = "01930000-0000-7000-8000-000000000002"
NOW = datetime(2026, 12, 22, 17, tzinfo=UTC)


@pytest.fixture
def asked(house: Any) -> Any:
    """A request that makes two messages."""
    house.tell_neighbours()
    house.move("requested", previous_status=None)
    return house


def _statuses(house: Any) -> list[str]:
    return [row["status"] for row in house.rows("SELECT status FROM messages ORDER BY message_id")]


def test_messages_arrive_with_their_headers_over_one_connection(asked: Any) -> None:
    assert asked.work() == 2
    first, second = asked.mailbox.messages
    assert sorted(asked.mailbox.recipients) == ["alain.proviste@example.org", "annie.versaire@example.org"]
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["Reply-To"] == "parcourspro@cap-metiers.pro"
    assert asked.mailbox.connections == 1
    assert _statuses(asked) == ["sent", "sent"]


def test_what_is_sent_is_marked_with_address_and_instant(asked: Any) -> None:
    asked.work()
    row = asked.written()["request_received", ALAIN]
    assert row["sent_to"] == "alain.proviste@example.org"
    assert row["sent_at"] is not None
    assert row["attempts"] == 1


def test_nothing_is_sent_twice(asked: Any) -> None:
    asked.work()
    asked.work()
    assert len(asked.mailbox.messages) == 2


@pytest.mark.parametrize("where", ["at_recipient", "at_text"])
def test_a_4xx_is_tried_again_later(asked: Any, where: str) -> None:
    setattr(asked.mailbox, where, ["451 4.7.1 Greylisted", "451 4.7.1 Greylisted"])
    assert asked.work() == 0
    (waiting,) = {(row["status"], row["last_failure"]) for row in asked.rows("SELECT * FROM messages")}
    assert waiting == ("queued", "451 4.7.1 Greylisted")
    delays = asked.rows("SELECT run_at > now() AS is_later FROM tasks WHERE done_at IS NULL")
    assert [row["is_later"] for row in delays] == [True, True]
    assert asked.work() == 2
    assert _statuses(asked) == ["sent", "sent"]


@pytest.mark.parametrize("where", ["at_recipient", "at_text"])
def test_a_5xx_bounces_and_is_never_tried_again(asked: Any, where: str) -> None:
    setattr(asked.mailbox, where, ["550 5.1.1 No such mailbox"])
    asked.work()
    asked.work()
    assert sorted(_statuses(asked)) == ["bounced", "sent"]
    (bounced,) = asked.rows("SELECT last_failure FROM messages WHERE status = 'bounced'")
    assert bounced["last_failure"] == "550 5.1.1 No such mailbox"
    assert len(asked.mailbox.messages) == 1


def test_a_connection_cut_after_the_text_sends_again_under_the_same_message_id(asked: Any) -> None:
    asked.mailbox.cuts_after_text = 1
    asked.work()
    asked.work()
    identifiers = [message["Message-ID"] for message in asked.mailbox.messages]
    assert _statuses(asked) == ["sent", "sent"]
    assert len(identifiers) == 3
    assert len(set(identifiers)) == 2


def test_an_idle_connection_that_the_server_closed_is_opened_again(mailbox: Any, smtp_port: int) -> None:
    channel, message = SmtpChannel(SmtpAddress.parse(f"smtp://127.0.0.1:{smtp_port}")), envelope(_sealed())
    channel.send(message, sender="noreply@cap-metiers.pro", recipient="a@example.org")
    mailbox.hang_up()
    time.sleep(smtp.PROBE_AFTER_S)
    channel.send(message, sender="noreply@cap-metiers.pro", recipient="b@example.org")
    channel.close()
    assert mailbox.recipients == ["a@example.org", "b@example.org"]
    assert mailbox.connections == 2


def test_a_server_that_is_down_loses_nothing(asked: Any) -> None:
    port = smtp.bound()._address.port
    smtp.bind(SmtpChannel(SmtpAddress.parse("smtp://127.0.0.1:1")))
    assert asked.work() == 0
    assert _statuses(asked) == ["queued", "queued"]
    smtp.bind(SmtpChannel(SmtpAddress.parse(f"smtp://127.0.0.1:{port}")))
    assert asked.work() == 2


def test_after_a_day_in_vain_a_message_is_marked_failed_and_shown(asked: Any) -> None:
    with transaction() as session:
        session.connection().execute(text("UPDATE tasks SET attempts = :tried"), {"tried": len(DELAYS_S)})
    smtp.bind(SmtpChannel(SmtpAddress.parse("smtp://127.0.0.1:1")))
    asked.work()
    assert _statuses(asked) == ["failed", "failed"]
    assert asked.rows("SELECT 1 FROM tasks WHERE given_up_at IS NOT NULL") == []


def test_a_worker_that_dies_before_the_mark_sends_the_same_message_again(asked: Any) -> None:
    with transaction() as session:
        claimed = tasks.claim(session, kinds=sorted(TASKS), now=datetime(2027, 1, 1, tzinfo=UTC), limit=1)
    TASKS["send_email"](claimed[0], NOW)  # the server said yes, and the process ends
    asked.work()
    identifiers = [message["Message-ID"] for message in asked.mailbox.messages]
    assert len(identifiers) == 3
    assert len(set(identifiers)) == 2


def test_the_newest_address_is_used(asked: Any) -> None:
    asked.tell(
        "account.profile_changed.v1", envelope={"subjectversion": 40}, account_id=ALAIN, email="nouvelle@example.org"
    )
    asked.work()
    assert "nouvelle@example.org" in asked.mailbox.recipients


@pytest.mark.parametrize("address", ["zoé.élan@example.org", "a+b@example.org"])
def test_addresses_with_accents_and_plus_signs_receive_their_mail(house: Any, address: str) -> None:
    house.tell_neighbours()
    house.tell("account.profile_changed.v1", envelope={"subjectversion": 40}, account_id=ALAIN, email=address)
    house.move("declined", previous_status="pre_enrolled", reason="Complet")
    house.work()
    assert house.mailbox.recipients == [address]


def test_names_and_titles_cannot_add_a_header_or_a_recipient(house: Any) -> None:
    house.tell_neighbours()
    hostile = "Al\r\nBcc: eve@example.org\r\n\r\nain =?utf-8?q?=0D=0ABcc:_eve@example.org?="
    house.tell("training_action.published.v1", envelope={"subjectversion": 9}, title=hostile)
    house.tell("account.profile_changed.v1", envelope={"subjectversion": 40}, account_id=ALAIN, given_name=hostile)
    house.move("requested", previous_status=None, organisation_id="01930000-0000-7000-8000-000000000101")
    house.work()
    assert len(house.mailbox.messages) == 2
    assert sorted(house.mailbox.recipients) == ["alain.proviste@example.org", "annie.versaire@example.org"]
    assert all(message["Bcc"] is None for message in house.mailbox.messages)
    assert all(len(message.get_all("Subject")) == 1 for message in house.mailbox.messages)


def test_a_forsaken_message_gets_a_task_again(asked: Any) -> None:
    with transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM tasks")
        session.connection().exec_driver_sql("UPDATE messages SET created_at = '2026-01-01'")
    assert run_once("reconcile", JOBS["reconcile"])
    assert run_once("reconcile", JOBS["reconcile"])
    assert len(asked.rows("SELECT 1 FROM tasks")) == 2
    asked.work()
    assert len(asked.mailbox.messages) == 2


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    key, crt = folder / "key.pem", folder / "crt.pem"
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=mail"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(crt)]
    subprocess.run(["openssl", *made, *names], check=True, capture_output=True)
    return key, crt


def _authenticate(_server: object, _session: object, _envelope: object, _mechanism: str, data: Any) -> AuthResult:
    known = LoginPassword(b"parcours pro", b"p@ss:word/1")
    return AuthResult(success=isinstance(data, LoginPassword) and data == known, handled=False)


def _sealed() -> Sealed:
    envelopes.bind(sender="noreply@cap-metiers.pro", reply_to="parcourspro@cap-metiers.pro")
    return Sealed(
        identifier="x",
        recipient="a@example.org",
        subject="Objet",
        text="Texte\n",
        html="<p>Texte</p>",
        calendar=None,
        thread=None,
        written_at=NOW,
    )


@pytest.fixture(params=["smtp+starttls", "smtps"])
def secure(
    request: pytest.FixtureRequest, serve_mail: Callable[..., int], certificate: tuple[Path, Path]
) -> tuple[str, int]:
    """A server that wants encryption and a password."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate[1], certificate[0])
    wants: dict[str, Any] = {"authenticator": _authenticate, "auth_required": True}
    if request.param == "smtps":
        return request.param, serve_mail(**wants, ssl_context=tls, auth_require_tls=False)
    return request.param, serve_mail(**wants, tls_context=tls, require_starttls=True)


def _client_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate[1]))


def test_mail_leaves_encrypted_and_with_a_password(
    secure: tuple[str, int], mailbox: Any, certificate: tuple[Path, Path]
) -> None:
    scheme, port = secure
    address = SmtpAddress.parse(f"{scheme}://parcours%20pro:p%40ss%3Aword%2F1@127.0.0.1:{port}")
    channel = SmtpChannel(address, tls=_client_tls(certificate))
    channel.send(envelope(_sealed()), sender="noreply@cap-metiers.pro", recipient="a@example.org")
    channel.close()
    assert mailbox.recipients == ["a@example.org"]


def test_a_wrong_password_is_our_fault_and_bounces_nobody(
    secure: tuple[str, int], certificate: tuple[Path, Path]
) -> None:
    scheme, port = secure
    channel = SmtpChannel(
        SmtpAddress.parse(f"{scheme}://parcours%20pro:wrong@127.0.0.1:{port}"), tls=_client_tls(certificate)
    )
    with pytest.raises(Unavailable, match="535"):
        channel.send(envelope(_sealed()), sender="noreply@cap-metiers.pro", recipient="a@example.org")


def test_a_server_with_an_unknown_certificate_gets_no_mail(secure: tuple[str, int], mailbox: Any) -> None:
    scheme, port = secure
    channel = SmtpChannel(SmtpAddress.parse(f"{scheme}://parcours%20pro:p%40ss%3Aword%2F1@127.0.0.1:{port}"))
    with pytest.raises(Unavailable):
        channel.send(envelope(_sealed()), sender="noreply@cap-metiers.pro", recipient="a@example.org")
    assert mailbox.messages == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1", "smtp://", "127.0.0.1:25", "smtp://user:secret@mail.example.org", ""]
)
def test_a_malformed_address_of_the_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        SmtpAddress.parse(url)
