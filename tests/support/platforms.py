"""The whole platform, on an instance of the tests' own; also up while `make run` is."""

import os
import signal
import time
from contextlib import ExitStack, closing
from typing import Any

import httpx
import pika
from pika.adapters.blocking_connection import BlockingChannel
from sqlalchemy import Engine, NullPool, create_engine, text

from chassis.database import sqlalchemy_url
from deploy.local import rights
from deploy.local.instance import Instance
from deploy.local.platform import Platform
from deploy.local.progress import to_nobody
from deploy.local.services import SERVICES, process_name

NAME = "test"
SETTLED_S = 180.0
# An event between two services is in nobody's table for a moment.
QUIET_LOOKS = 2
_LEFT_TO_DO = text("""
SELECT (SELECT count(*) FROM outbox WHERE sent_at IS NULL)
     + (SELECT count(*) FROM tasks WHERE done_at IS NULL AND given_up_at IS NULL AND run_at <= now())
""")


def _left_to_do(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(_LEFT_TO_DO))


def _left_to_hear(channel: BlockingChannel) -> int:
    hearing = [name for name, topics in rights.topics_by_service().items() if topics.hears]
    return sum(channel.queue_declare(f"{name}.inbox", passive=True).method.message_count for name in hearing)


class PlatformUnderTest:
    """What a test does with the platform: where it is, what was mailed, its clock, its processes.

    A process is named `<service>.serve`, `<service>.work`, `postgres`, `rabbitmq` or `gateway`.
    """

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        # Whether a process, its clock or the gateway's keys may be others than at the start.
        self.was_handled = False

    @property
    def site_url(self) -> str:
        return self._platform.site_url

    @property
    def mailbox_url(self) -> str:
        return self._platform.mailbox_url

    @property
    def smtp_port(self) -> int:
        return self._platform.instance.ports["smtp"]

    def mails(self, address: str) -> list[dict[str, Any]]:
        """Newest first; see deploy/local/mailbox."""
        answer = httpx.get(f"{self.mailbox_url}/api/messages", params={"to": address}, timeout=10.0)
        answer.raise_for_status()
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def database_url(self, service: str) -> str:
        return self._platform.cluster.service_url(service)

    def broker_url(self, user: str) -> str:
        """Of a service, or of `admin`."""
        return self._platform.node.url(user)

    def private_url(self, service: str, kind: str) -> str:
        """Where one process listens by itself, past the gateway: health and metrics."""
        return self._platform.surroundings.readiness_url(service, kind).removesuffix("/readyz")

    def pid(self, name: str) -> int:
        return self._platform.processes[name].pid

    def log(self, name: str) -> str:
        return self._platform.log_of(name).read_text(errors="replace")

    def restart(self, *, clock_offset_s: int = 0) -> None:
        """All processes of the services; servers and gateway stay."""
        self.was_handled = True
        self._platform.restart_services(clock_offset_s=clock_offset_s)

    def stop(self, name: str) -> None:
        """SIGTERM, and wait."""
        self.was_handled = True
        self._platform.stop_process(name)

    def kill(self, name: str, *, with_children: bool = False) -> None:
        self.was_handled = True
        self._platform.kill_process(name, with_children=with_children)

    def start(self, name: str) -> None:
        """One that was stopped or killed; returns when it is ready."""
        self._platform.start_process(name)
        self._platform.wait_process(name)

    def signal(self, name: str, number: signal.Signals) -> None:
        self._platform.processes[name].process.send_signal(number)

    def reload_gateway(self) -> None:
        """With the keys that identity publishes now."""
        self.was_handled = True
        self._platform.reload_gateway()

    def settle(self) -> None:
        """Return once all that was said is heard and all that was begun is done: no event to send, no task to do now,
        no message waiting, twice in a row.

        Raises:
            AssertionError: never within three minutes.
        """
        with ExitStack() as stack:
            engines = [self._engine(stack, service) for service in SERVICES]
            broker = stack.enter_context(closing(pika.BlockingConnection(pika.URLParameters(self.broker_url("admin")))))
            channel, quiet_for, until = broker.channel(), 0, time.monotonic() + SETTLED_S
            while quiet_for < QUIET_LOOKS:
                assert time.monotonic() < until, f"not quiet within {SETTLED_S:.0f} s"
                waiting = sum(_left_to_do(engine) for engine in engines) + _left_to_hear(channel)
                quiet_for = 0 if waiting else quiet_for + 1
                time.sleep(1)

    def _engine(self, stack: ExitStack, service: str) -> Engine:
        engine = create_engine(sqlalchemy_url(self.database_url(service)), poolclass=NullPool)
        stack.callback(engine.dispose)
        return engine

    def run_command(self, service: str, *arguments: str) -> None:
        """`python -m <service> …` with the settings of its other processes.

        Raises:
            CannotGoOn: it failed; the text holds the end of its output.
        """
        name = process_name(service, arguments[0])
        self._platform.processes.run(self._platform.surroundings.command(service, name, arguments))


def new_platform() -> Platform:
    """Of this process of the tests: those that run side by side have one each."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    name = f"{NAME}-{worker}" if worker else NAME
    return Platform(Instance(name=name, durable=False), say=to_nobody)
