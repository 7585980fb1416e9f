"""A release comes in while the one before still works, on one database: widen first, narrow a release later."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.instance import LOOPBACK, choose_ports
from tests.faults.conftest import MakeTrial, Process, Trial, eventually
from tests.faults.examples import HEARD_ROWS, declare, examples_for, publish
from tests.support.brokers import Broker

ROOT = Path(__file__).parents[2]
DEMO = ROOT / "deploy/local/demo/identity.json"
UNSENT = "SELECT count(*) FROM outbox WHERE sent_at IS NULL"
WIDENED, NARROWED = "20991230_2359", "20991231_2359"
MIGRATION = '''"""Of a release to come."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''
ADD = 'op.add_column("organisations", sa.Column("shown_as", sa.Text(), nullable=True))'
DROP = 'op.drop_column("organisations", "shown_as")'
# In enrolment's log, of a statement that the database does not understand.
MISSED = "ProgrammingError at copies.py"
# In enrolment's tables: the code that has the column writes it with every organisation that it hears of.
OTHER_COLUMN = '    Column("closed_on", Date),'
COLUMN = '    Column("shown_as", Text, default="as it is called"),'


@pytest.fixture
def enrolment(trial_of: MakeTrial) -> Trial:
    return trial_of("enrolment")


@dataclass(frozen=True)
class Releases:
    """The service's code as it is now, copied, with migrations more."""

    folder: Path
    head: str

    def _copy(self, name: str) -> Path:
        code = self.folder / name / "enrolment"
        shutil.copytree(ROOT / "services/enrolment", code, ignore=shutil.ignore_patterns("tests"))
        self._add(code, WIDENED, before=self.head, upgrade=ADD, downgrade=DROP)
        return code

    @staticmethod
    def _add(code: Path, revision: str, *, before: str, upgrade: str, downgrade: str) -> None:
        text = MIGRATION.format(revision=revision, before=before, upgrade=upgrade, downgrade=downgrade)
        (code / f"migrations/versions/{revision}_organisations.py").write_text(text)

    def widened(self) -> Path:
        """A column more in the database, of which its code makes no use: not yet, or no longer."""
        return self._copy("widened")

    def using_the_column(self) -> Path:
        code = self._copy("using")
        tables = code / "enrolment/store/tables.py"
        before = tables.read_text()
        tables.write_text(before.replace(OTHER_COLUMN, f"{OTHER_COLUMN}\n{COLUMN}", 1))
        assert tables.read_text() != before
        return code

    def narrowed(self) -> Path:
        """The release after: the column goes."""
        code = self._copy("narrowed")
        self._add(code, NARROWED, before=WIDENED, upgrade=DROP, downgrade=ADD)
        return code


@pytest.fixture
def releases(tmp_path: Path, enrolment: Trial) -> Releases:
    return Releases(tmp_path, enrolment.text("SELECT version_num FROM alembic_version"))


@pytest.fixture
def next_release(releases: Releases) -> Path:
    return releases.widened()


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


def migrate(enrolment: Trial, code: Path) -> None:
    assert of_release(enrolment.process("migrate"), code).run() == 0


def start_hearing(enrolment: Trial, code: Path) -> Process:
    declare(enrolment)
    process = of_release(enrolment.process("consume"), code)
    process.start()
    return process


def test_a_column_that_no_running_code_uses_goes_unnoticed(
    enrolment: Trial, releases: Releases, broker: Broker
) -> None:
    old, new = releases.widened(), releases.narrowed()
    migrate(enrolment, old)
    in_force, is_there = door(enrolment, old)
    in_force.start()
    eventually(lambda: is_ready(is_there), "the release in force is ready")
    start_hearing(enrolment, old)
    migrate(enrolment, new)
    messages = examples_for("enrolment")
    publish(broker, messages)
    eventually(lambda: enrolment.scalar(HEARD_ROWS) == len(messages), "the release in force has heard all")
    assert is_ready(is_there)
    after, is_there_too = door(enrolment, new)
    after.start()
    eventually(lambda: is_ready(is_there_too), "the release after is ready")
    assert MISSED not in enrolment.kept_log()


def test_a_column_that_goes_while_code_still_uses_it_is_missed(
    enrolment: Trial, releases: Releases, broker: Broker
) -> None:
    """What narrowing a release too early does: hence the two releases."""
    using = releases.using_the_column()
    migrate(enrolment, using)
    start_hearing(enrolment, using)
    migrate(enrolment, releases.narrowed())
    messages = examples_for("enrolment")
    publish(broker, messages)
    eventually(lambda: MISSED in enrolment.kept_log(), "the old code misses its column")
    eventually(lambda: enrolment.scalar(HEARD_ROWS) > 0, "what needs no column is heard")
    assert enrolment.scalar("SELECT count(*) FROM organisations") == 0
