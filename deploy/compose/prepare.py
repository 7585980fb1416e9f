"""`python -m deploy.compose.prepare FOLDER`: what the containers must know before their first start.

FOLDER holds one folder per container, each a volume of its own that this container alone is shown later. What is there
already is kept: a second start changes nothing.
"""

import json
import secrets
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from deploy.local import rabbitmq
from deploy.local.keys import key_files
from deploy.local.rabbitmq import VHOST
from deploy.local.services import SERVICES

DATABASE_HOST, BROKER_HOST, SMTP = "postgres:5432", "rabbitmq:5672", "smtp://mailbox:2525"
SAYS_OR_HEARS = ("identity", "catalogue", "enrolment", "documents", "notification")
OWN_SECRETS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "identity": ("key-encryption-secret", "session-secret", "web-client-secret"),
        "web": ("session-secret",),
        "notification": ("link-secret", "decision-link-secret"),
    }
)
RABBITMQ_CONFIGURATION = """\
listeners.tcp.default = 5672
load_definitions = /run/secrets/definitions.json
log.console = true
log.console.level = warning
raft.wal_max_size_bytes = 67108864
"""
DATABASES = """\
psql --set ON_ERROR_STOP=1 --quiet --username postgres --dbname postgres <<'SQL'
{statements}
SQL
"""


def _kept(path: Path, text: str) -> str:
    """The text of the file, which becomes `text` where there is none."""
    if not path.is_file():
        half = path.with_suffix(".new")
        half.write_text(text)
        half.chmod(0o444)  # whoever is shown the volume, under whatever number, and nobody else
        half.replace(path)
    return path.read_text()


def _secret(path: Path) -> str:
    return _kept(path, secrets.token_urlsafe(32))


def _statements(passwords: Mapping[str, str]) -> Iterator[str]:
    for service, password in passwords.items():
        yield f"CREATE ROLE {service} LOGIN PASSWORD '{password}';"
        yield f"CREATE DATABASE {service} OWNER {service};"
        yield f"REVOKE ALL ON DATABASE {service} FROM PUBLIC;"


def _prepare_postgres(folder: Path, passwords: Mapping[str, str]) -> None:
    _secret(folder / "password")
    _kept(folder / "databases.sh", DATABASES.format(statements="\n".join(_statements(passwords))))


def _prepare_rabbitmq(folder: Path, passwords: Mapping[str, str]) -> None:
    everybody = {**passwords, rabbitmq.ADMIN: _secret(folder / "admin-password")}
    told = rabbitmq.definitions(SAYS_OR_HEARS, everybody.__getitem__)
    _kept(folder / "definitions.json", json.dumps(told, indent=1))
    _kept(folder / "rabbitmq.conf", RABBITMQ_CONFIGURATION)
    _kept(folder / "enabled_plugins", "[].\n")


def _prepare_service(folder: Path, service: str, *, database: str, broker: str) -> None:
    _kept(folder / "database-url", f"postgresql://{service}:{database}@{DATABASE_HOST}/{service}")
    if service in SAYS_OR_HEARS:
        _kept(folder / "broker-url", f"amqp://{service}:{broker}@{BROKER_HOST}/{VHOST}")
    for name in OWN_SECRETS.get(service, ()):
        _secret(folder / name)


def _password(url: Path) -> str:
    """The one inside an address that is there already, or a new one."""
    return url.read_text().split(":")[2].partition("@")[0] if url.is_file() else secrets.token_urlsafe(32)


def prepare(folder: Path) -> None:
    databases = {service: _password(folder / service / "database-url") for service in SERVICES}
    brokers = {service: _password(folder / service / "broker-url") for service in SAYS_OR_HEARS}
    _prepare_postgres(folder / "postgres", databases)
    _prepare_rabbitmq(folder / "rabbitmq", brokers)
    for service in SERVICES:
        database, broker = databases[service], brokers.get(service, "")
        _prepare_service(folder / service, service, database=database, broker=broker)
    _kept(folder / "web" / "client-secret", (folder / "identity" / "web-client-secret").read_text())
    shared = (folder / "notification" / "decision-link-secret").read_text()
    _kept(folder / "enrolment" / "decision-link-secret", shared)
    _kept(folder / "notification" / "smtp-url", SMTP)
    key_files(folder / "documents")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
