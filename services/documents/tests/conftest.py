"""A house for the tests of documents: a database, files, and neighbours who speak the contracts' examples."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from chassis import tasks
from chassis.consumer import Hearing
from chassis.database import transaction
from chassis.ids import new_id
from chassis.worker import run_task
from documents.consumers import CLOSINGS, HEARD
from documents.jobs import TASKS
from tests.contracts.apps import app_of
from tests.contracts.schemas import example_of

NOW = datetime(2026, 12, 22, 17, 0, 10, tzinfo=UTC)
ALAIN = UUID("01930000-0000-7000-8000-000000000001")
GUY = UUID("01930000-0000-7000-8000-000000000003")
EMPLOYER = UUID("01930000-0000-7000-8000-000000000101")
PROVIDER = UUID("01930000-0000-7000-8000-000000000104")
ENROLMENT = UUID("01930000-0000-7000-8000-000000000401")


@dataclass
class House:
    """What the tests do with documents. `tell` delivers an event as the broker would."""

    client: FlaskClient
    files: Path
    versions: dict[UUID, int] = field(default_factory=dict)

    def tell(self, event_type: str, *, envelope: dict[str, Any] | None = None, **changes: Any) -> bytes:
        example = example_of(event_type)
        data = {**example["data"], **changes}
        subject = next(iter(data.values()))
        body = orjson.dumps({**example, "id": str(new_id()), "subject": subject, **(envelope or {}), "data": data})
        self.deliver(body)
        return body

    def deliver(self, body: bytes) -> None:
        with transaction() as session:
            Hearing(heard=HEARD, closings=CLOSINGS).apply(session, [body], NOW)

    def tell_neighbours(self, **profile: Any) -> None:
        """Employer, provider, trainee, trainer, action and session, as the presence needs them."""
        self.tell("organisation.registered.v1")
        self.tell(
            "organisation.registered.v1",
            organisation_id=str(PROVIDER),
            name="Atelier des compétences",
            activity_declaration_number="75 17 01234 17",
        )
        self.tell("account.profile_changed.v1", **profile)
        self.tell(
            "account.profile_changed.v1",
            account_id=str(GUY),
            given_name="Guy",
            family_name="Rembourg",
            email="guy.rembourg@example.org",
            job_title="Formateur",
        )
        self.tell("training_action.published.v1")
        self.tell("training_session.scheduled.v1")

    def record(self, net_minutes: int, *, version: int = 4, fact: str = "attended", **changes: Any) -> bytes:
        """The provider records a presence."""
        attendance = {**example_of("enrolment.attended.v1")["data"]["attendance"], "net_minutes": net_minutes}
        changes = {"attendance": attendance, "status": fact, **changes}
        return self.tell(f"enrolment.{fact}.v1", envelope={"subjectversion": version}, **changes)

    def work(self) -> int:
        """Run every waiting task once, due or not; returns how many are done."""
        with transaction() as session:
            session.execute(text("UPDATE tasks SET run_at = '2000-01-01', claimed_until = NULL WHERE done_at IS NULL"))
            due = tasks.claim(session, kinds=sorted(TASKS), now=NOW + timedelta(days=1), limit=100)
        return sum(run_task(task, TASKS) for task in due)

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with transaction() as session:
            return [dict(row) for row in session.execute(text(statement)).mappings()]

    def enrol(self, *, version: int = 3, fact: str = "enrolled", **changes: Any) -> bytes:
        """The provider accepts; `fact` and `version` for what follows."""
        changes = {"status": fact, **changes}
        return self.tell(f"enrolment.{fact}.v1", envelope={"subjectversion": version}, **changes)

    def issued(self, kind: str = "completion_certificate") -> dict[str, Any]:
        """The one valid document of its kind."""
        (row,) = [row for row in self.rows("SELECT * FROM documents WHERE status = 'valid'") if row["kind"] == kind]
        return row

    def pdf(self, row: dict[str, Any]) -> Path:
        return self.files / str(row["file_name"])


@pytest.fixture
def house(service_database: Callable[[str], str], tmp_path: Path) -> House:
    service_database("documents")
    with transaction() as session:
        session.execute(
            text("CREATE VIEW certificates AS SELECT * FROM documents WHERE kind = 'completion_certificate'")
        )
    app = app_of("documents", {"PP_DOCUMENTS_STORE_URL": f"file://{tmp_path}"})
    return House(client=app.test_client(), files=tmp_path)
