"""The whole platform of one instance: started in order, watched, stopped."""

import json
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pika

from deploy.local import labels, postgres, rabbitmq, rights
from deploy.local.demo import load_demo
from deploy.local.gateway import NAME as GATEWAY
from deploy.local.gateway import Gateway
from deploy.local.instance import PYTHON, Instance
from deploy.local.postgres import Cluster
from deploy.local.processes import Processes, Program, Running, plain_environment
from deploy.local.progress import Progress, Say
from deploy.local.rabbitmq import Node
from deploy.local.services import KINDS, SERVICES, WEB_CLIENT, Surroundings, process_name

MAILBOX = "mailbox"
# `aud` of the tokens that our own APIs take.
AUDIENCE = "parcourspro-api"
READY_TIMEOUT_S = 90.0
PROBE_TIMEOUT_S = 5.0
EVERY_PROCESS = tuple(process_name(service, kind) for service in SERVICES for kind in KINDS)
PORTS = ("site", MAILBOX, "smtp", postgres.NAME, *rabbitmq.PORTS, *EVERY_PROCESS)


def answers(url: str) -> bool:
    """True for any answer below 400."""
    try:
        with urlopen(url, timeout=PROBE_TIMEOUT_S) as answer:
            return bool(answer.status < 400)
    except (URLError, OSError):
        return False


class Platform:
    """One instance. Use from the main thread.

    with_demo: load the demo data the first time. traces_url: where spans go, `PP_TRACES_URL`; nowhere when empty.
    """

    def __init__(
        self,
        instance: Instance,
        *,
        say: Say,
        with_demo: bool = True,
        clock_offset_s: int = 0,
        traces_url: str = "",
    ) -> None:
        self.instance = instance
        self.processes = Processes(instance)
        self.cluster = Cluster(instance, self.processes)
        self.node = Node(instance, self.processes)
        self.gateway = Gateway(instance, self.processes)
        self._clock_offset_s = clock_offset_s
        self._traces_url = traces_url
        self._with_demo = with_demo
        self.progress = Progress(say)

    @property
    def site_url(self) -> str:
        return self.instance.site_url

    @property
    def mailbox_url(self) -> str:
        return self.instance.address(MAILBOX)

    @property
    def surroundings(self) -> Surroundings:
        return Surroundings(
            instance=self.instance,
            cluster=self.cluster,
            node=self.node,
            clock_offset_s=self._clock_offset_s,
            traces_url=self._traces_url,
        )

    def start(self, *, afresh: bool = False, patience_s: float = 0.0) -> None:
        """Afresh: without the data of the last time. Waits for another launcher of the instance, if there is one.

        Raises:
            CannotGoOn: what was started by then is for `stop` to end.
        """
        self.instance.lock(patience_s=patience_s)
        for name in self.processes.end_leftovers():
            self.progress.line(labels.LEFTOVER_ENDED.format(name=name))
        if afresh:
            self.cluster.wipe()
            self.instance.wipe()
        self.instance.allocate_ports(PORTS)
        shutil.rmtree(self.instance.folder / "tmp", ignore_errors=True)
        self.processes.begin_new_logs()
        # The broker takes longest: everything that can do without goes on meanwhile.
        self.node.start(SERVICES)
        self.cluster.start()
        self._start_mailbox()
        self.cluster.wait()
        self.progress.ready("PostgreSQL")
        self._prepare_databases()
        self._start_services()
        if self._with_demo:
            load_demo(self.surroundings, self.processes, self.progress)

    def _start_mailbox(self) -> None:
        ports = self.instance.ports
        command: list[str | Path] = [PYTHON, "-m", "deploy.local.mailbox", str(self.instance.subfolder("mails"))]
        command += [str(ports["smtp"]), str(ports[MAILBOX])]
        self.processes.start(Program(name=MAILBOX, command=command, environment=plain_environment()))

    def _prepare_databases(self) -> None:
        self.cluster.ensure_databases(SERVICES)
        addresses = self.instance.path("secrets", "databases.json")
        addresses.touch(mode=0o600)
        addresses.write_text(json.dumps({service: self.cluster.service_url(service) for service in SERVICES}))
        command: list[str | Path] = [PYTHON, "-m", "deploy.local.migrating", addresses]
        self.processes.run(Program(name="migrating", command=command, environment=plain_environment()))
        self.progress.ready(labels.DATABASES)

    def _prepare_identity(self) -> None:
        """Signing keys, their public halves for the gateway, and web as a client."""
        site = self.site_url
        web = ["register-client", WEB_CLIENT, f"{site}/connexion/retour", f"{site}/", "--name", "ParcoursPro"]
        commands = (
            ["keys", "ensure"],
            ["keys", "export", str(self.gateway.keys)],
            [*web, "--audience", AUDIENCE, "--backchannel-logout-uri", f"{site}/connexion/fin"],
        )
        self.processes.run(self.surroundings.prepare_identity(commands))

    def _start_services(self) -> None:
        """The HTTP doors need no broker; the workers wait for it."""
        doors = [process_name(service, "serve") for service in SERVICES]
        for service in SERVICES:
            self.start_process(process_name(service, "serve"))
        self._prepare_identity()
        self.gateway.render()
        self.gateway.start()
        self.node.wait()
        self.progress.ready("RabbitMQ")
        for service in SERVICES:
            self.start_process(process_name(service, "work"))
        self._wait_ready(doors)
        self.progress.ready(labels.DOORS)
        self._wait_ready([process_name(service, "work") for service in SERVICES])
        self._wait_for_consumers()
        self.progress.ready(labels.WORKERS)
        self._wait_for_site()

    def _wait_ready(self, names: Sequence[str]) -> None:
        for name in names:
            service, _, kind = name.partition(".")
            url = self.surroundings.readiness_url(service, kind)
            self._wait_until_answers(url, self.processes[name])

    def _wait_until_answers(self, url: str, running: Running) -> None:
        self.processes.wait_until(lambda: answers(url), running=running, timeout_s=READY_TIMEOUT_S)

    def _wait_for_site(self) -> None:
        self._wait_until_answers(f"{self.site_url}/", self.processes[GATEWAY])
        self._wait_until_answers(f"{self.mailbox_url}/", self.processes[MAILBOX])
        self.progress.ready(labels.GATEWAY)

    def _wait_for_consumers(self) -> None:
        """An event that is said before a neighbour's queue exists would never reach it."""
        hearing = [name for name, topics in rights.topics_by_service().items() if topics.hears]
        connection = pika.BlockingConnection(pika.URLParameters(self.node.url(rabbitmq.ADMIN)))
        channel = connection.channel()
        for service in hearing:
            running = self.processes[process_name(service, "work")]

            def listens(queue: str = f"{service}.inbox") -> bool:
                return bool(channel.queue_declare(queue, passive=True).method.consumer_count)

            self.processes.wait_until(listens, running=running, timeout_s=READY_TIMEOUT_S)
        connection.close()

    def start_process(self, name: str) -> Running:
        """`enrolment.serve`, `documents.work` …; does not wait."""
        service, _, kind = name.partition(".")
        return self.processes.start(self.surroundings.process(service, kind))

    def wait_process(self, name: str) -> None:
        self._wait_ready([name])

    def stop_process(self, name: str) -> None:
        self.processes.stop(name)

    def kill_process(self, name: str, *, with_children: bool = False) -> int:
        """SIGKILL to the process itself, or to everything that it started too; returns its pid."""
        running = self.processes[name]
        if with_children:
            running.kill()
        else:
            running.process.kill()
            running.process.wait()
        self.processes.forget(running)
        return running.pid

    def restart_services(self, *, clock_offset_s: int | None = None) -> None:
        """All processes of all services, by another clock where one is given; servers and gateway stay."""
        if clock_offset_s is not None:
            self._clock_offset_s = clock_offset_s
        self.processes.stop(*EVERY_PROCESS)
        for name in EVERY_PROCESS:
            self.start_process(name)
        self._wait_ready(EVERY_PROCESS)
        self._wait_for_consumers()

    def reload_gateway(self) -> None:
        """With the keys that identity publishes now; no request is refused."""
        self.gateway.render(jwks=f"{self.site_url}/sso/jwks.json")
        self.processes[GATEWAY].process.send_signal(signal.SIGUSR2)

    def stop(self) -> None:
        """Everything that was started here, in the order in which nobody misses anybody."""
        self.processes.stop(GATEWAY)
        self.processes.stop(*EVERY_PROCESS)
        self.processes.stop(*(running.program.name for running in self.processes if not self._is_server(running)))
        self.processes.stop(rabbitmq.NAME, postgres.NAME)
        self.processes.stop(rabbitmq.EPMD)
        self.instance.unlock()

    @staticmethod
    def _is_server(running: Running) -> bool:
        return running.program.name in (rabbitmq.NAME, postgres.NAME, rabbitmq.EPMD)

    def log_of(self, name: str) -> Path:
        return self.instance.path("logs", f"{name}.log")
