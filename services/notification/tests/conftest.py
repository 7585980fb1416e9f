"""A house for the tests of notification: a database, a real SMTP server, neighbours who speak the contracts."""

import email
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTPUTF8
from typing import Any

import orjson
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask.testing import FlaskClient
from sqlalchemy import text

from chassis import tasks
from chassis.consumer import Hearing
from chassis.database import transaction
from chassis.ids import new_id
from chassis.worker import run_task
from notification.consumers import CLOSINGS, HEARD
from notification.jobs import TASKS
from tests.contracts.apps import app_of
from tests.contracts.schemas import example_of

NOW = datetime(2026, 12, 22, 17, 0, 10, tzinfo=UTC)
ID = "01930000-0000-7000-8000-000000000{}".format
EMPLOYER, PROVIDER = ID("101"), ID("104")
ALAIN, ANNIE, GUY, SARAH = ID("001"), ID("002"), ID("003"), ID("005")


class Mailbox:
    """A handler of aiosmtpd: keeps what it accepts, answers as it is told, once per scripted answer."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.at_recipient: list[str] = []
        self.at_text: list[str] = []
        self.cuts_after_text = 0
        self._server: SMTP | None = None

    def hang_up(self) -> None:
        """Close the connection from the server's side, between two messages."""
        assert self._server is not None
        assert self._server.transport is not None
        self._server.loop.call_soon_threadsafe(self._server.transport.close)

    async def handle_EHLO(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        self._server = server
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.at_text:
            return self.at_text.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.messages.append(email.message_from_bytes(content, _class=EmailMessage, policy=SMTPUTF8))
        self.raw.append(content)
        self.recipients += envelope.rcpt_tos
        if self.cuts_after_text:
            self.cuts_after_text -= 1
            assert server.transport is not None
            server.transport.close()
        return "250 Accepted"


class Server(Controller):
    """A server on a port that the system chooses."""

    def _trigger_server(self) -> None:
        listening: Any = self.server
        self.port = listening.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # aiosmtpd types half of itself


@dataclass
class House:
    """What the tests do with notification. `tell` delivers an event as the broker would."""

    client: FlaskClient
    mailbox: Mailbox
    versions: dict[str, int] = field(default_factory=dict)

    def tell(self, event_type: str, *, envelope: dict[str, Any] | None = None, **changes: Any) -> bytes:
        example = example_of(event_type)
        data = {**example["data"], **changes}
        head = {**example, "id": str(new_id()), "subject": next(iter(data.values()))}
        body = orjson.dumps({**head, **(envelope or {}), "data": data})
        self.deliver(body)
        return body

    def deliver(self, body: bytes) -> None:
        with transaction() as session:
            Hearing(heard=HEARD, closings=CLOSINGS).apply(session, [body], NOW)

    def person(self, account_id: str, given_name: str, family_name: str, **changes: Any) -> None:
        """A profile; the address follows the names."""
        address = f"{given_name}.{family_name}@example.org".lower().replace(" ", "")
        names = {"given_name": given_name, "family_name": family_name, "email": address}
        self.tell("account.profile_changed.v1", account_id=account_id, **{**names, **changes})

    def role(self, account_id: str, role: str, organisation_id: str, *, has_signed_in: bool = True) -> None:
        """An account with one confirmed affiliation, instead of what it had."""
        self.versions[account_id] = self.versions.get(account_id, 10) + 1
        affiliation = {
            "affiliation_id": str(new_id()),
            "organisation_id": organisation_id,
            "state": "confirmed",
            "roles": ["beneficiary", role],
        }
        signed_in = "2026-09-01T07:00:00Z" if has_signed_in else None
        self.tell(
            "account.rights_changed.v1",
            envelope={"subjectversion": self.versions[account_id]},
            account_id=account_id,
            state="active",
            first_signed_in_at=signed_in,
            affiliations=[affiliation],
        )

    def tell_neighbours(self) -> None:
        """Alain asks, Annie validates for Ma structure, Guy runs the action for the Atelier."""
        self.tell("organisation.registered.v1", name="Ma structure")
        self.person(ALAIN, "Alain", "Proviste")
        self.person(ANNIE, "Annie", "Versaire", civility="mrs")
        self.person(GUY, "Guy", "Rembourg")
        self.role(ANNIE, "hr_validator", EMPLOYER)
        self.role(GUY, "training_provider", PROVIDER)
        self.tell("training_action.published.v1")
        self.tell("training_session.scheduled.v1")

    def move(self, status: str, **changes: Any) -> bytes:
        """An enrolment moves, told under its next version."""
        self.versions["enrolment"] = self.versions.get("enrolment", 10) + 1
        version = {"subjectversion": self.versions["enrolment"]}
        return self.tell(f"enrolment.{status}.v1", envelope=version, **{"status": status, **changes})

    def work(self) -> int:
        """Run every waiting task once, due or not; returns how many are done."""
        with transaction() as session:
            session.execute(text("UPDATE tasks SET run_at = '2000-01-01', claimed_until = NULL WHERE done_at IS NULL"))
            due = tasks.claim(session, kinds=sorted(TASKS), now=NOW + timedelta(days=1), limit=100)
        return sum(run_task(task, TASKS) for task in due)

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with transaction() as session:
            return [dict(row) for row in session.execute(text(statement)).mappings()]

    def written(self) -> dict[tuple[str, str], dict[str, Any]]:
        """Messages by kind and recipient."""
        rows = self.rows("SELECT * FROM messages ORDER BY message_id")
        return {(row["kind"], str(row["account_id"])): row for row in rows}


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


Serve = Callable[..., int]


@pytest.fixture
def serve_mail(mailbox: Mailbox) -> Iterator[Serve]:
    """`serve_mail(…)` starts a server of the mailbox with these options of aiosmtpd; returns its port on loopback."""
    started: list[Server] = []

    def serve(**options: Any) -> int:
        server = Server(mailbox, hostname="127.0.0.1", port=0, enable_SMTPUTF8=True, **options)
        server.start()
        started.append(server)
        return int(server.port)

    yield serve
    for server in started:
        server.stop()


@pytest.fixture
def smtp_port(serve_mail: Serve) -> int:
    return serve_mail()


@pytest.fixture
def house(service_database: Callable[[str], str], mailbox: Mailbox, smtp_port: int) -> House:
    service_database("notification")
    app = app_of("notification", {"PP_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}"})
    return House(client=app.test_client(), mailbox=mailbox)
