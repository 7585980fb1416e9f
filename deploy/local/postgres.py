"""A private PostgreSQL cluster: TCP on loopback only, passwords only, one database and one owner per service."""

import hashlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

import psycopg
from psycopg import sql

from deploy.local import labels
from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK, Instance
from deploy.local.processes import Processes, Program, Running, enter_user_namespace, plain_environment

NAME = "postgres"
SUPERUSER = "postgres"
READY_TIMEOUT_S = 60.0
# Small enough for twelve processes and their pools, on a machine that does other things too.
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "autovacuum_naptime": "30s",
}
# Tests may lose their data with the machine, and wait for no disk.
SETTINGS_OF_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "500"}


@dataclass(frozen=True)
class Disguise:
    """How PostgreSQL, which refuses root, is run: see Program."""

    disguised_as: int | None = None
    run_as: str | None = None


def _namespace_works(user: int) -> bool:
    try:
        subprocess.run(["true"], preexec_fn=lambda: enter_user_namespace(user), check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def find_disguise() -> Disguise:
    if os.geteuid() != 0:
        return Disguise()
    user = pwd.getpwnam(SUPERUSER).pw_uid  # made by Debian's package
    return Disguise(disguised_as=user) if _namespace_works(user) else Disguise(run_as=SUPERUSER)


def binaries() -> Path:
    """The folder of the newest installed version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parents[1].name))
    if not found:
        raise CannotGoOn(labels.PACKAGES_MISSING.format(packages="postgresql"))
    return found[-1].parent


class Cluster:
    """The cluster of one instance, in its folder (or below /var/tmp where only user postgres may run it)."""

    def __init__(self, instance: Instance, processes: Processes) -> None:
        self._instance = instance
        self._processes = processes
        self._disguise = find_disguise()
        self.running: Running | None = None

    @property
    def data(self) -> Path:
        here = self._instance.path(NAME, "data")
        if self._disguise.run_as is None:
            return here
        # User postgres cannot pass a closed folder above the checkout.
        elsewhere = Path("/var/tmp") / f"parcourspro-{hashlib.sha256(bytes(here)).hexdigest()[:12]}"
        return elsewhere / "data"

    def url(self, *, user: str, password: str, database: str) -> str:
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self._instance.ports[NAME]}/{database}"

    @property
    def admin_url(self) -> str:
        return self.url(user=SUPERUSER, password=self._instance.secret(NAME), database="postgres")

    def service_url(self, service: str, *, database: str | None = None) -> str:
        return self.url(user=service, password=self.password_of(service), database=database or service)

    def password_of(self, service: str) -> str:
        return self._instance.secret(f"{service}.database")

    def program(self, name: str, *command: str) -> Program:
        """One of PostgreSQL's own programs, run as who may touch the cluster's files."""
        return Program(
            name=name,
            command=[binaries() / command[0], *command[1:]],
            environment=plain_environment(),
            # Fast shutdown: SIGTERM would wait for every client to leave.
            stop_signal=SIGINT,
            disguised_as=self._disguise.disguised_as,
            run_as=self._disguise.run_as,
        )

    def make_room(self) -> Path:
        """The empty place of the cluster's files, where its programs may write."""
        self.wipe()
        self.data.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._disguise.run_as is not None:
            shutil.chown(self.data.parent, self._disguise.run_as)
        return self.data.parent

    def _create(self) -> None:
        self.make_room()
        owner = self._disguise.run_as
        with tempfile.NamedTemporaryFile("w", dir=self.data.parent) as password_file:
            password_file.write(self._instance.secret(NAME))
            password_file.flush()
            if owner is not None:
                shutil.chown(password_file.name, owner)
            options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={SUPERUSER}"]
            if not self._instance.durable:
                options.append("--no-sync")
            command = ["initdb", *options, f"--pwfile={password_file.name}", f"--pgdata={self.data}"]
            self._processes.run(self.program("initdb", *command))

    def wipe(self) -> None:
        """Everything in all databases."""
        shutil.rmtree(self.data, ignore_errors=True)

    def start(self) -> None:
        if not (self.data / "PG_VERSION").is_file():
            self._create()
        settings = SETTINGS | ({} if self._instance.durable else SETTINGS_OF_TESTS)
        settings["port"] = str(self._instance.ports[NAME])
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.running = self._processes.start(self.program(NAME, "postgres", "-D", str(self.data), *options))

    def answers(self) -> bool:
        try:
            psycopg.connect(self.admin_url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def wait(self) -> None:
        """Raises CannotGoOn when the server does not come up."""
        if self.running is not None:
            self._processes.wait_until(self.answers, running=self.running, timeout_s=READY_TIMEOUT_S)

    def ensure_databases(self, services: Iterable[str]) -> None:
        """A user per service, owner of the one database that it may enter."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            users = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            for service in services:
                name = sql.Identifier(service)
                if service not in users:
                    password = sql.Literal(self.password_of(service))
                    connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(name, password))
                if service not in databases:
                    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, name))
                    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))

    def drop_databases(self, prefix: str) -> None:
        """Those whose name starts so; for what killed tests have left behind."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            for (database,) in found.fetchall():
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
