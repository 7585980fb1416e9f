"""One service's process, started as in production, on a database and a virtual host of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
import pytest
from psycopg import sql

from chassis.broker import Names, connect
from deploy.local.instance import LOOPBACK, choose_ports
from deploy.local.processes import plain_environment
from tests.faults.tcp_proxy import TcpProxy
from tests.support import keys, tokens
from tests.support.brokers import Broker
from tests.support.fixtures import ServiceDatabase

PATIENCE_S = 30.0
# Tables whose rows tell of the clock, not of what was heard.
OF_THE_CLOCK = ("alembic_version", "job_runs")


def eventually(fact: Callable[[], bool], what: str, *, patience_s: float = PATIENCE_S) -> None:
    """Wait until a fact is true; fail where it never becomes so."""
    until = time.monotonic() + patience_s
    while not fact():
        assert time.monotonic() < until, f"never came true: {what}"
        time.sleep(0.02)


@dataclass(kw_only=True)
class Process:
    """`python -m <service> <command>` as an operator runs it."""

    service: str
    command: tuple[str, ...]
    environment: dict[str, str]
    log: Path
    metrics_url: str
    running: subprocess.Popen[bytes] | None = field(default=None)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", self.service, *self.command], env=self.environment, stdout=log, stderr=log
            )

    def run(self, *, patience_s: float = PATIENCE_S) -> int:
        """Start, and wait until it has done its work; the exit status."""
        self.start()
        assert self.running is not None
        return self.running.wait(patience_s)

    def heard(self) -> int:
        """How many messages it has handled or recognised, by its own metrics; 0 while it starts."""
        try:
            lines = httpx.get(self.metrics_url).text.splitlines()
        except httpx.HTTPError:
            return 0
        return sum(int(float(line.split()[-1])) for line in lines if line.startswith("parcourspro_events_heard_total{"))

    def kill(self) -> None:
        """SIGKILL: no handler runs, no buffer is flushed."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        assert self.running is not None
        self.running.send_signal(number)
        return self.running.wait(PATIENCE_S)


@dataclass(kw_only=True)
class Trial:
    """One service under trial: its database, its virtual host, and a proxy between the process and the broker."""

    service: str
    database_url: str
    broker: Broker
    proxy: TcpProxy
    folder: Path
    processes: list[Process] = field(default_factory=list)

    def process(self, *command: str) -> Process:
        """A process of the service that reaches the broker through the proxy."""
        parts = urlsplit(self.broker.url(self.service))
        address = f"{parts.username}:{parts.password}@{LOOPBACK}:{self.proxy.port}"
        port = choose_ports(["work"], saved={})["work"]
        environment = plain_environment(
            PP_DATABASE_URL=self.database_url,
            PP_BROKER_URL=urlunsplit(parts._replace(netloc=address)),
            PP_ISSUER=tokens.ISSUER,
            PP_JWKS_URL=tokens.jwks_url(),
            PP_PUBLIC_URL="http://127.0.0.1:8080",
            PP_WORK_BIND=f"{LOOPBACK}:{port}",
            PP_SMTP_URL=f"smtp://{LOOPBACK}:1",
            PP_LINK_SECRET="a-secret-of-the-fault-tests-0123456789",
            PP_DECISION_LINK_SECRET="another-secret-of-the-fault-tests-0123",
            PP_DOCUMENTS_STORE_URL=f"file://{self.folder}/documents",
            PP_IMPORTS_STORE_URL=f"file://{self.folder}/imports",
            PP_KEY_ENCRYPTION_SECRET="a-secret-of-the-fault-tests-0123456789",
            PP_SESSION_SECRET="a-secret-of-the-fault-tests-0123456789",
            PP_ASSETS_DIR=str(self.folder),
            **keys.settings(),
            PYTHONPATH=os.pathsep.join(path for path in sys.path if path),
        )
        made = Process(
            service=self.service,
            command=command,
            environment=environment,
            log=self.folder / "log.txt",
            metrics_url=f"http://{LOOPBACK}:{port}/metrics",
        )
        self.processes.append(made)
        return made

    def waiting(self) -> int:
        """Messages in the inbox that nobody holds."""
        connection = connect(self.broker.admin_url)
        declared = connection.channel().queue_declare(Names(self.service).inbox, passive=True)
        connection.close()
        return int(declared.method.message_count)

    def scalar(self, statement: str) -> int:
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(sql.SQL(statement)).fetchone()
        return int(row[0]) if row else 0

    def text(self, statement: str) -> str:
        """One value, as text."""
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(sql.SQL(statement)).fetchone()
        return str(row[0]) if row else ""

    def rows_by_table(self) -> dict[str, int]:
        """How many rows each table has: what hearing the same events must make equal."""
        with psycopg.connect(self.database_url) as connection:
            names = [
                name
                for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                if name not in OF_THE_CLOCK
            ]
            counts = {}
            for name in sorted(names):
                row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
                counts[name] = int(row[0]) if row else 0
        return counts

    def kept_log(self) -> str:
        return (self.folder / "log.txt").read_text()


MakeTrial = Callable[..., Trial]


@pytest.fixture
def trial_of(service_database: ServiceDatabase, broker: Broker, tmp_path: Path) -> Iterator[MakeTrial]:
    """`trial_of("enrolment")`, or with a `database_url`; everything it started is ended with the test."""
    made: list[Trial] = []

    def make(service: str, *, database_url: str = "") -> Trial:
        parts = urlsplit(broker.admin_url)
        folder = tmp_path / f"{service}-{len(made)}"
        folder.mkdir()
        trial = Trial(
            service=service,
            database_url=database_url or service_database(service),
            broker=broker,
            proxy=TcpProxy((str(parts.hostname), int(parts.port or 5672))),
            folder=folder,
        )
        made.append(trial)
        return trial

    yield make
    for trial in made:
        for process in trial.processes:
            if process.running is not None and process.running.poll() is None:
                process.kill()
        trial.proxy.close()
