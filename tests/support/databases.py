"""A database of its own for each test: a clone of a template that was migrated once."""

import hashlib
import itertools
import os
from pathlib import Path

import psycopg
from psycopg import sql

from chassis.migrating import migrate
from deploy.local import shared
from deploy.local.instance import ROOT
from deploy.local.postgres import NAME, Cluster
from deploy.local.processes import Processes

LOCK_NUMBER = 7_301_945
EMPTY = "template0"


def _code_that_shapes(service: str) -> list[Path]:
    chassis = ROOT / "services/chassis/chassis"
    versions = sorted((ROOT / "services" / service / "migrations").rglob("*.py"))
    return [*versions, chassis / "schema.py", chassis / "tables.py", chassis / "migrations/env.py"]


def revision_mark(service: str) -> str:
    """Changes whenever the template must be made anew."""
    content = b"\0".join(path.read_bytes() for path in _code_that_shapes(service))
    return hashlib.sha256(content).hexdigest()


class Databases:
    """The clones of one test process, on the PostgreSQL that all of them share."""

    def __init__(self) -> None:
        self._cluster = Cluster(shared.acquire(NAME), Processes(shared.instance_of(NAME)))
        self._admin = psycopg.connect(self._cluster.admin_url, autocommit=True)
        self._numbers = itertools.count()
        self._templates: dict[str, str] = {}

    def _execute(self, statement: str, **names: str) -> None:
        identifiers = {key: sql.Identifier(name) for key, name in names.items()}
        self._admin.execute(sql.SQL(statement).format(**identifiers))

    def _ensure_owner(self, service: str) -> None:
        found = self._admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [service]).fetchone()
        if found is None:
            password = sql.Literal(self._cluster.password_of(service))
            self._admin.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(service), password))

    def _mark_of(self, database: str) -> str | None:
        row = self._admin.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [database]
        ).fetchone()
        return row[0] if row else None

    def _make_template(self, service: str, template: str, mark: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {template} WITH (FORCE)", template=template)
        self._execute("CREATE DATABASE {template} OWNER {owner}", template=template, owner=service)
        migrate(service, url=self._cluster.service_url(service, database=template))
        comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(template), sql.Literal(mark))
        self._admin.execute(comment)

    def template(self, service: str) -> str:
        """The name of the migrated template; made by the first process that asks."""
        if service not in self._templates:
            template, mark = f"template_{service}", revision_mark(service)
            self._admin.execute("SELECT pg_advisory_lock(%s)", [LOCK_NUMBER])
            try:
                self._ensure_owner(service)
                if self._mark_of(template) != mark:
                    self._make_template(service, template, mark)
            finally:
                self._admin.execute("SELECT pg_advisory_unlock(%s)", [LOCK_NUMBER])
            self._templates[service] = template
        return self._templates[service]

    def clone(self, service: str) -> str:
        """The address of a fresh, migrated database."""
        return self._create(service, self.template(service))

    def empty(self, owner: str) -> str:
        """The address of a fresh database with nothing in it."""
        self._ensure_owner(owner)
        return self._create(owner, EMPTY)

    def _create(self, owner: str, template: str) -> str:
        name = f"test_{owner}_{os.getpid()}_{next(self._numbers)}"
        self._execute("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
        self._execute(
            "CREATE DATABASE {name} TEMPLATE {template} OWNER {owner}", name=name, template=template, owner=owner
        )
        return self._cluster.service_url(owner, database=name)

    def drop(self, url: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=url.rpartition("/")[2])

    def close(self) -> None:
        self._admin.close()
