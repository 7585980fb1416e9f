"""What the services say of themselves: their parts, and the variables that they read."""

from dataclasses import MISSING, fields
from pkgutil import resolve_name

from chassis.service import Service
from deploy.local.rights import topics_by_service
from deploy.local.services import SERVICES

SERVICE_BY_NAME: dict[str, Service] = {name: resolve_name(f"{name}:SERVICE") for name in SERVICES}


def has_part(service: str, kind: str) -> bool:
    """Whether a service has something to relay, to consume, or tasks."""
    described = SERVICE_BY_NAME[service]
    topics = topics_by_service().get(service)
    says = bool(topics and topics.says)
    return {"relay": says, "consume": described.heard is not None, "tasks": described.tasks is not None}[kind]


def variables_of(service: str) -> tuple[set[str], set[str]]:
    """The variables without which a service refuses to start, and all that it reads."""
    described = SERVICE_BY_NAME[service]
    entries = fields(described.part(described.settings))
    needed = {entry.metadata["variable"] for entry in entries if entry.default is MISSING}
    return needed, {entry.metadata["variable"] for entry in entries}
