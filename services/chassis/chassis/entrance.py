"""The entrance of every service: `python -m <service> COMMAND …`. Loads only what the command needs."""

import os
import sys
import tempfile
from pkgutil import resolve_name

from chassis.service import Service
from chassis.settings import BadSettings, ServiceSettings, read_settings

COMMANDS = {
    "serve": ("chassis.running:serve", "answer HTTP"),
    "work": ("chassis.running:work", "relay, consume, tasks and jobs in one process, or those named"),
    "relay": ("chassis.running:work", "publish the outbox"),
    "consume": ("chassis.running:work", "handle messages"),
    "tasks": ("chassis.running:work", "do what touches the outside"),
    "jobs": ("chassis.running:run_jobs", "run the job NAME once, or all of them by the clock"),
    "migrate": ("chassis.migrating:migrate_own", "bring the database to this code's revision"),
    "declare-queues": ("chassis.operating:declare", "create this service's queues and bindings"),
    "replay": ("chassis.operating:replay_to", "--to SERVICE [--restored]: repeat our state to a neighbour"),
    "verify": ("chassis.operating:verify", "compare what should have happened with what did"),
    "dead-letters": ("chassis.operating:dead_letters", "list | show ID | replay ID | replay --all"),
    "settings": ("chassis.operating:show_settings", "print the settings this service reads"),
}
ALONE = ("relay", "consume", "tasks")


def _usage(service: Service) -> str:
    lines = [f"  {name:16} {text}" for name, (_, text) in COMMANDS.items()]
    lines += [f"  {name:16} ({service.name})" for name in service.commands]
    return "\n".join([f"usage: python -m {service.name} COMMAND", *lines])


def _share_metrics() -> None:
    """The processes of a pool add their metrics up; must be said before the metrics library is imported."""
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="metrics-"))


def main(service: Service, arguments: list[str]) -> int:
    """Run one command; the exit status is 0 where it did its work, 2 where the call or the settings are wrong."""
    name, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if name not in COMMANDS and name not in service.commands:
        print(_usage(service), file=sys.stderr)
        return 2
    settings_class = service.part(service.settings)
    if name == "settings":
        return int(resolve_name(COMMANDS[name][0])(settings_class))
    try:
        settings: ServiceSettings = read_settings(settings_class)
        if name == "serve":
            _share_metrics()
        resolve_name("chassis.running:prepare")(service, settings)
    except BadSettings as fault:
        print(f"{service.name} cannot start: {fault}", file=sys.stderr)
        return 2
    if name in COMMANDS:
        alone = [name] if name in ALONE else []
        return int(resolve_name(COMMANDS[name][0])(service, settings, [*alone, *rest]))
    return int(service.part(service.commands[name])(rest))
