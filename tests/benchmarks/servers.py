"""PostgreSQL and RabbitMQ of the benchmarks' own, as durable as in production; a speaker and a hearer on them."""

import subprocess
import sys
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

from chassis import database
from chassis.migrating import migrate
from deploy.local import postgres, rabbitmq
from deploy.local.instance import LOOPBACK, ROOT, Instance
from deploy.local.postgres import Cluster
from deploy.local.processes import Processes, plain_environment
from deploy.local.rabbitmq import Node
from deploy.local.services import SERVICES

SPEAKER, HEARER = "catalogue", "documents"
WORKERS = ("relay", "hearer", "second-hearer")
SMTP = "smtp"
SECRET = "a-secret-of-the-benchmarks-0123456789"  # worth nothing


@dataclass
class Servers(AbstractContextManager["Servers"]):
    """Fresh each time; the speaker's database is bound to this process. Main thread only."""

    instance: Instance = field(default_factory=lambda: Instance(name="bench-servers"))
    speaker: str = SPEAKER
    hearer_name: str = HEARER

    def __post_init__(self) -> None:
        self._processes = Processes(self.instance)
        self._cluster = Cluster(self.instance, self._processes)
        self._node = Node(self.instance, self._processes)

    def __enter__(self) -> "Servers":
        self.instance.lock()
        self._processes.end_leftovers()
        self._cluster.wipe()
        self.instance.wipe()
        self.instance.allocate_ports([postgres.NAME, *rabbitmq.PORTS, *WORKERS, SMTP])
        self._node.start(SERVICES)
        self._cluster.start()
        self._cluster.wait()
        self._cluster.ensure_databases([self.speaker, self.hearer_name])
        for service in (self.speaker, self.hearer_name):
            migrate(service, url=self.database_url(service))
        self._node.wait()
        database.bind(self.database_url(self.speaker))
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        database.unbind()
        self._processes.stop(rabbitmq.NAME, postgres.NAME)
        self._processes.stop(rabbitmq.EPMD)
        self.instance.unlock()

    def database_url(self, service: str) -> str:
        return self._cluster.service_url(service)

    def broker_url(self, service: str) -> str:
        return self._node.url(service)

    def environment(self, service: str, worker: str, **more: str) -> dict[str, str]:
        """Of one process of one service."""
        return plain_environment(
            PP_DATABASE_URL=self.database_url(service),
            PP_BROKER_URL=self.broker_url(service),
            PP_ISSUER="http://127.0.0.1:8080/sso",
            PP_JWKS_URL=f"file://{ROOT}/nowhere",
            PP_PUBLIC_URL="http://127.0.0.1:8080",
            PP_WORK_BIND=f"{LOOPBACK}:{self.instance.ports[worker]}",
            PP_LOG_LEVEL="warning",
            PP_IMPORTS_STORE_URL=f"file://{self.instance.subfolder('imports')}",
            PP_LINK_SECRET=SECRET,
            PP_DECISION_LINK_SECRET=SECRET,
            **more,
        )

    def relay(self, log: Path) -> subprocess.Popen[bytes]:
        """The speaker's relay, as in production."""
        command = [sys.executable, "-m", self.speaker, "relay"]
        environment = self.environment(self.speaker, "relay")
        with log.open("wb") as output:
            return subprocess.Popen(command, env=environment, stdout=output, stderr=output)

    def worker(self, name: str, log: Path, **more: str) -> subprocess.Popen[bytes]:
        """The hearer's consumer and tasks, as in production; `name` is one of the workers' ports."""
        command = [sys.executable, "-m", self.hearer_name, "work", "consume", "tasks"]
        environment = self.environment(self.hearer_name, name, **more)
        with log.open("wb") as output:
            return subprocess.Popen(command, env=environment, stdout=output, stderr=output)

    def hearer(self, heard: Path, log: Path) -> subprocess.Popen[bytes]:
        """The hearer's consumer; writes to `heard` when it acknowledged what."""
        command = [sys.executable, "-m", "tests.benchmarks.hearer", str(heard)]
        environment = self.environment(HEARER, "hearer")
        with log.open("wb") as output:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
