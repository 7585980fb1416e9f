"""What a platform held at rest, kept, and put back in a second or two: rows, files, and queues with nothing in them."""

import shutil
from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pika
import psycopg
from psycopg import Connection, sql

from chassis.broker import RETRY_DELAYS_S, Names
from deploy.local import postgres, rabbitmq, rights
from deploy.local.platform import Platform
from deploy.local.services import SERVICES

# Where processes write files; the mailbox's and the services' own.
FOLDERS = ("documents", "imports", "mails")
_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
_SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
# The rows are as the triggers left them: none fires again, and no foreign key is looked up in a table still empty.
_AS_THEY_WERE = "SET session_replication_role = replica"


@dataclass(frozen=True)
class Rows:
    """Of one database: each table in COPY's text form, each sequence's last value."""

    tables: dict[str, bytes]
    sequences: dict[str, int | None]


def _read(connection: Connection) -> Rows:
    tables = {}
    for (name,) in connection.execute(_TABLES).fetchall():
        with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as copy:
            tables[name] = b"".join(bytes(part) for part in copy)
    return Rows(tables, dict(connection.execute(_SEQUENCES).fetchall()))


def _empty(connection: Connection, tables: Iterable[str]) -> None:
    """Also locks them: whoever wants to read or write waits for the rows."""
    names = sql.SQL(", ").join(map(sql.Identifier, tables))
    connection.execute(sql.SQL("TRUNCATE {}").format(names))


def _fill(connection: Connection, rows: Rows) -> None:
    for name, content in rows.tables.items():
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(name))) as copy:
            copy.write(content)
    for name, last in rows.sequences.items():
        connection.execute("SELECT setval(%s::regclass, %s, %s)", [name, last or 1, last is not None])


def _queues() -> list[str]:
    hearing = [Names(name) for name, topics in rights.topics_by_service().items() if topics.hears]
    waits = [f"{names.retry}.{delay}" for names in hearing for delay in RETRY_DELAYS_S]
    return [*(names.inbox for names in hearing), *(names.dead_letters for names in hearing), *waits]


class Kept:
    """The state of a platform that is at rest now. Its processes go on: they find other rows at their next look."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._folder = TemporaryDirectory(prefix="parcourspro-kept-")
        self._rows = {}
        for service in SERVICES:
            with self._connect(service) as connection:
                self._rows[service] = _read(connection)
        for name in FOLDERS:
            shutil.copytree(platform.instance.subfolder(name), self._kept(name))

    def _kept(self, name: str) -> Path:
        return Path(self._folder.name) / name

    def _connect(self, service: str) -> Connection:
        password = self._platform.instance.secret(postgres.NAME)
        url = self._platform.cluster.url(user=postgres.SUPERUSER, password=password, database=service)
        return psycopg.connect(url)

    def put_back(self) -> None:
        """All databases are locked before the first is filled: nothing of before reaches what is as new.

        For a platform at rest: what is on its way to a worker would still arrive.
        """
        with ExitStack() as stack:
            connections = {service: stack.enter_context(self._connect(service)) for service in SERVICES}
            for service, connection in connections.items():
                connection.execute(_AS_THEY_WERE)
                _empty(connection, self._rows[service].tables)
            self._empty_queues()
            for service, connection in connections.items():
                _fill(connection, self._rows[service])
            for name in FOLDERS:
                self._put_back_files(name)

    def _empty_queues(self) -> None:
        address = pika.URLParameters(self._platform.node.url(rabbitmq.ADMIN))
        with closing(pika.BlockingConnection(address)) as connection:
            channel = connection.channel()
            for queue in _queues():
                channel.queue_purge(queue)

    def _put_back_files(self, name: str) -> None:
        """Into the same folder: a process may hold it open."""
        folder = self._platform.instance.subfolder(name)
        for entry in folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        shutil.copytree(self._kept(name), folder, dirs_exist_ok=True)

    def close(self) -> None:
        """Forget it."""
        self._folder.cleanup()
