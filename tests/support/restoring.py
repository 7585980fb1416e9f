"""A cluster that is backed up as the runbook says, and one service's database brought back to an instant."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.local.instance import Instance
from deploy.local.postgres import NAME, Cluster
from deploy.local.processes import Processes

PATIENCE_S = 600.0
SOON_S = 60.0
ARCHIVE = "pg_receivewal"


class BackedUp:
    """A cluster with a base backup and everything that happened since; main thread only."""

    def __init__(self) -> None:
        self._instances = [Instance(name=name) for name in ("tests-backed-up", "tests-restored")]
        self._processes = [Processes(instance) for instance in self._instances]
        pairs = zip(self._instances, self._processes, strict=True)
        self.cluster, self._restored = (Cluster(instance, processes) for instance, processes in pairs)

    def open(self) -> None:
        for instance, processes in zip(self._instances, self._processes, strict=True):
            instance.lock(patience_s=PATIENCE_S)
            processes.end_leftovers()
            instance.wipe()
            instance.allocate_ports([NAME])
        self.cluster.wipe()
        self.cluster.start()
        self.cluster.wait()

    def close(self) -> None:
        for instance, processes in zip(self._instances, self._processes, strict=True):
            processes.stop(*(running.program.name for running in processes))
            instance.unlock()

    @property
    def _archive(self) -> Path:
        return self._restored.data.parent / "archive"

    def back_up(self) -> None:
        """A base backup, and from before it on an archive of the write-ahead log."""
        self._restored.make_room()
        processes, source = self._processes[1], ["-d", self.cluster.admin_url, "--no-sync"]
        processes.run(self._restored.program("mkdir", "/bin/mkdir", str(self._archive)))
        processes.start(self._restored.program(ARCHIVE, ARCHIVE, *source, "-D", str(self._archive)))
        target = ["-D", str(self._restored.data), "-X", "stream", "--checkpoint=fast"]
        processes.run(self._restored.program("pg_basebackup", "pg_basebackup", *source, *target))

    def instant(self) -> str:
        """Now, by the database's clock."""
        with psycopg.connect(self.cluster.admin_url) as connection:
            row = connection.execute("SELECT now()::text").fetchone()
        assert row is not None
        return str(row[0])

    def bring_back(self, database: str, *, to: str) -> None:
        """Replace one database by what it was at an instant; the others of the cluster stay as they are."""
        self._end_archive()
        recovery = f"restore_command = 'cp {self._archive}/%f %p'\nrecovery_target_time = '{to}'\n"
        with (self._restored.data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"{recovery}recovery_target_action = 'promote'\n")
        (self._restored.data / "recovery.signal").touch()
        self._restored.start()
        self._wait_until_promoted()
        dump = self._restored.data.parent / "dump"
        program, processes = self._restored.program, self._processes[1]
        processes.run(program("pg_dump", "pg_dump", "-Fc", "-f", str(dump), "-d", self._restored_url(database)))
        with psycopg.connect(self.cluster.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))
        self.cluster.ensure_databases([database])
        target = self.cluster.admin_url.rpartition("/")[0] + f"/{database}"
        processes.run(program("pg_restore", "pg_restore", "--exit-on-error", "-d", target, str(dump)))

    def _end_archive(self) -> None:
        with psycopg.connect(self.cluster.admin_url, autocommit=True) as connection:
            row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        self._soon(lambda: (self._archive / str(row[0])).is_file(), "the last segment is archived")
        self._processes[1].stop(ARCHIVE)

    def _restored_url(self, database: str) -> str:
        # The password came with the files.
        port = self._instances[1].ports[NAME]
        return f"{self.cluster.admin_url.rpartition(':')[0]}:{port}/{database}"

    def _wait_until_promoted(self) -> None:
        def is_promoted() -> bool:
            try:
                with psycopg.connect(self._restored_url("postgres"), connect_timeout=2) as connection:
                    row = connection.execute("SELECT pg_is_in_recovery()").fetchone()
            except psycopg.OperationalError:
                return False
            return row == (False,)

        self._soon(is_promoted, "the restored cluster is promoted")

    @staticmethod
    def _soon(fact: Callable[[], bool], what: str) -> None:
        until = time.monotonic() + SOON_S
        while not fact():
            assert time.monotonic() < until, f"never came true: {what}"
            time.sleep(0.1)


@contextmanager
def backed_up() -> Iterator[BackedUp]:
    """The cluster runs until the end of the block."""
    made = BackedUp()
    try:
        made.open()
        yield made
    finally:
        made.close()
