"""A release comes in while the one before still works, on one database: widen first, narrow a release later."""

import os
import shutil
from pathlib import Path

import httpx
import pytest

from deploy.local.instance import LOOPBACK, choose_ports
from tests.faults.conftest import MakeTrial, Process, Trial, eventually

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "deploy/local/demo/identity.json"
UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
WIDENED = '''"""The next release's: a column more, which the code before does not know."""

import sqlalchemy as sa
from alembic import op

revision = "20991231_2359"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisations", sa.Column("shown_as", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisations", "shown_as")
'''


@pytest.fixture
def enrolment(trial_of: MakeTrial) -> Trial:
    return trial_of("enrolment")


@pytest.fixture
def next_release(tmp_path: Path, enrolment: Trial) -> Path:
    """The service's code with one migration more."""
    folder = tmp_path / "next"
    shutil.copytree(ROOT / "services/enrolment", folder / "enrolment", ignore=shutil.ignore_patterns("tests"))
    head = enrolment.text("SELECT version_num FROM alembic_version")
    (folder / "enrolment/migrations/versions/20991231_2359_widen.py").write_text(WIDENED.format(head=head))
    return folder / "enrolment"


def of_release(process: Process, code: Path) -> Process:
    process.environment["PYTHONPATH"] = os.pathsep.join([str(code), process.environment["PYTHONPATH"]])
    return process


def door(trial: Trial, code: Path | None = None) -> tuple[Process, str]:
    """`serve` of one release, and where it says whether it is ready."""
    process = trial.process("serve")
    bind = f"{LOOPBACK}:{choose_ports(['serve'], saved={})['serve']}"
    process.environment["PP_HTTP_BIND"] = bind
    return of_release(process, code) if code else process, f"http://{bind}/readyz"


def is_ready(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5.0).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_code_before_stays_ready_when_the_database_is_widened(enrolment: Trial, next_release: Path) -> None:
    old, old_ready = door(enrolment)
    old.start()
    eventually(lambda: is_ready(old_ready), "the release in force is ready")
    new, new_ready = door(enrolment, next_release)
    new.start()
    eventually(lambda: "migrations" in told(new_ready), "the next release waits for its migration")
    assert of_release(enrolment.process("migrate"), next_release).run() == 0
    eventually(lambda: is_ready(new_ready), "the next release is ready")
    assert is_ready(old_ready)


def told(url: str) -> str:
    try:
        return httpx.get(url, timeout=5.0).text
    except httpx.HTTPError:
        return ""


def test_old_and_new_code_hear_side_by_side_and_nothing_is_parked(
    trial_of: MakeTrial, enrolment: Trial, next_release: Path
) -> None:
    identity = trial_of("identity")
    for hearer in (enrolment, *(trial_of(name) for name in ("catalogue", "documents", "notification"))):
        assert hearer.process("declare-queues").run() == 0
    enrolment.process("consume").start()
    identity.process("relay").start()
    assert of_release(enrolment.process("migrate"), next_release).run() == 0
    of_release(enrolment.process("consume"), next_release).start()
    assert identity.process("seed-demo", str(DEMO)).run() == 0
    eventually(lambda: identity.scalar(UNSENT) == 0, "identity has said all")
    old, new = enrolment.processes[1], enrolment.processes[3]
    eventually(lambda: enrolment.waiting() == 0, "enrolment has heard all")
    said = identity.scalar("SELECT count(*) FROM organisations")
    eventually(lambda: enrolment.scalar("SELECT count(*) FROM organisations") == said, "every organisation is known")
    assert old.running is not None
    assert new.running is not None
    assert old.running.poll() is None
    assert new.running.poll() is None
    assert enrolment.process("dead-letters", "list").run() == 0
    assert "parked among the dead letters" not in enrolment.kept_log()
