"""A private RabbitMQ node and its epmd: every port on loopback, users and rights from a file read at each start."""

import base64
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pika
from pika.exceptions import AMQPError

from deploy.local import labels, rights
from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK, Instance
from deploy.local.processes import Processes, Program, Running, plain_environment

NAME = "rabbitmq"
EPMD = "epmd"
PORTS = (NAME, "rabbitmq-dist", EPMD)
MANAGEMENT_PORT = "rabbitmq-management"
ADMIN = "admin"
VHOST = "parcourspro"
READY_TIMEOUT_S = 120.0
# The wrapper in /usr/sbin wants to be root or user rabbitmq; the script itself does not care.
SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
CONFIGURATION = """\
listeners.tcp.local = {host}:{port}
load_definitions = {definitions}
log.console = true
log.console.level = warning
log.file = false
raft.wal_max_size_bytes = 16777216
disk_free_limit.absolute = 50MB
"""
MANAGEMENT = """\
management.tcp.ip = {host}
management.tcp.port = {port}
management_agent.disable_metrics_collector = true
"""


def password_hash(password: str) -> str:
    """RabbitMQ's own form: base64 of salt (4 bytes) and SHA-256 of salt and password."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


def find_epmd() -> Path:
    found = sorted(Path("/usr/lib/erlang").glob("erts-*/bin/epmd"))
    if not found:
        raise CannotGoOn(labels.PACKAGES_MISSING.format(packages="rabbitmq-server"))
    return found[-1]


def definitions(services: Iterable[str], password_of: Callable[[str], str]) -> dict[str, Any]:
    """Users with their rights, the virtual host and the exchange for events, as a node reads them at its start."""
    services = list(services)
    topics = rights.topics_by_service()
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    users = [(ADMIN, ["administrator"]), *((service, []) for service in services)]
    return {
        "users": [
            {"name": name, "tags": tags, "password_hash": password_hash(password_of(name))} for name, tags in users
        ],
        "vhosts": [{"name": VHOST}],
        "permissions": [
            {"user": ADMIN, "vhost": VHOST, **everything},
            *({"user": service, "vhost": VHOST, **rights.permissions(service)} for service in services),
        ],
        "topic_permissions": [
            {"user": service, "vhost": VHOST, **rights.topic_permissions(topics.get(service, rights.Topics()))}
            for service in services
        ],
        "exchanges": [
            {
                "name": rights.EXCHANGE,
                "vhost": VHOST,
                "type": "topic",
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": {},
            }
        ],
    }


class Node:
    """The broker of one instance.

    with_management: the HTTP API too, for tests that make virtual hosts of their own.
    """

    def __init__(self, instance: Instance, processes: Processes, *, with_management: bool = False) -> None:
        self._instance = instance
        self._processes = processes
        self._with_management = with_management
        self.running: Running | None = None

    def url(self, user: str, *, vhost: str = VHOST) -> str:
        password = self._instance.secret(f"{user}.broker")
        return f"amqp://{user}:{password}@{LOOPBACK}:{self._instance.ports[NAME]}/{vhost}"

    def _write_configuration(self, services: Iterable[str]) -> None:
        path = self._instance.path(NAME, "definitions.json")
        path.touch(mode=0o600)
        told = definitions(services, lambda user: self._instance.secret(f"{user}.broker"))
        path.write_text(json.dumps(told, indent=1))
        text = CONFIGURATION.format(host=LOOPBACK, port=self._instance.ports[NAME], definitions=path)
        if self._with_management:
            text += MANAGEMENT.format(host=LOOPBACK, port=self._instance.ports[MANAGEMENT_PORT])
        self._instance.path(NAME, "rabbitmq.conf").write_text(text)
        plugins = "rabbitmq_management" if self._with_management else ""
        self._instance.path(NAME, "enabled_plugins").write_text(f"[{plugins}].\n")

    def _environment(self) -> dict[str, str]:
        ports, home = self._instance.ports, self._instance.subfolder(NAME)
        return plain_environment(
            HOME=str(home),
            RABBITMQ_NODENAME=f"parcourspro-{self._instance.name}@localhost",
            RABBITMQ_MNESIA_BASE=str(self._instance.subfolder(NAME, "mnesia")),
            RABBITMQ_LOG_BASE=str(self._instance.subfolder(NAME, "log")),
            RABBITMQ_CONFIG_FILE=str(home / "rabbitmq"),
            RABBITMQ_CONF_ENV_FILE="/dev/null",
            RABBITMQ_ENABLED_PLUGINS_FILE=str(home / "enabled_plugins"),
            RABBITMQ_NODE_PORT=str(ports[NAME]),
            RABBITMQ_DIST_PORT=str(ports["rabbitmq-dist"]),
            ERL_EPMD_PORT=str(ports[EPMD]),
            ERL_EPMD_ADDRESS=LOOPBACK,
            # No busy waiting: a node at rest takes no processor time.
            RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=(
                "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none"
            ),
            # The script then replaces itself with the virtual machine: one pid, signals arrive.
            detached="1",
        )

    def start(self, services: Iterable[str]) -> None:
        """epmd is started here, by its own pid: one that a node starts would outlive it."""
        self._write_configuration(services)
        epmd = [str(find_epmd()), "-port", str(self._instance.ports[EPMD]), "-address", LOOPBACK]
        self._processes.start(Program(name=EPMD, command=epmd, environment=plain_environment()))
        self.running = self._processes.start(
            Program(name=NAME, command=[SERVER], environment=self._environment(), stop_timeout_s=30)
        )

    def answers(self) -> bool:
        address = (LOOPBACK, self._instance.ports[NAME])
        try:
            socket.create_connection(address, timeout=1).close()
            pika.BlockingConnection(pika.URLParameters(self.url(ADMIN))).close()
        except (OSError, AMQPError):
            return False
        return True

    def wait(self) -> None:
        """Raises CannotGoOn when the node does not come up."""
        if self.running is not None:
            self._processes.wait_until(self.answers, running=self.running, timeout_s=READY_TIMEOUT_S)
