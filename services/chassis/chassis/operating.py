"""The operator's commands: migrations, queues, replay, verification, dead letters, settings."""

import sys
from dataclasses import MISSING, fields
from datetime import datetime, timedelta

import orjson
from sqlalchemy import func, select

from chassis import clock
from chassis import dead_letters as letters
from chassis.broker import Names, connect, declare_queues
from chassis.database import Session, transaction
from chassis.replay import replay
from chassis.running import hearing_of
from chassis.service import Service
from chassis.settings import ServiceSettings
from chassis.tables import OUTBOX, TASKS
from chassis.tasks import UNDONE

LATE = timedelta(hours=1)


def _say(**fields_: object) -> None:
    sys.stdout.write(orjson.dumps(fields_, default=str).decode() + "\n")


def declare(service: Service, settings: ServiceSettings, _arguments: list[str]) -> int:
    """Create the queues, so that neighbours may speak before our consumer runs."""
    hearing = hearing_of(service)
    if hearing:
        connection = connect(settings.broker_url)
        declare_queues(connection.channel(), Names(service.name), hearing.binding_keys(service.name))
        connection.close()
    return 0


def replay_to(service: Service, settings: ServiceSettings, arguments: list[str]) -> int:
    """`--to SERVICE [--restored]`: repeat our state to it, which wins over any later one where our database was
    restored; status 2 where it may receive none."""
    states = service.part(service.states, ())
    target = arguments[1] if arguments[:1] == ["--to"] and arguments[2:] in ([], ["--restored"]) else ""
    if not any(target in state.to for state in states):
        return 2
    wanted = {"broker_url": settings.broker_url, "speaker": service.name, "to": target}
    counts = replay(states, **wanted, is_restored=len(arguments) > 2, now=clock.now())
    _say(replayed=counts, to=target)
    return 0


def _own_faults(session: Session, now: datetime) -> list[str]:
    late = now - LATE
    unsent = session.scalar(select(func.count()).where(OUTBOX.c.sent_at.is_(None), OUTBOX.c.occurred_at < late))
    undone = session.scalar(select(func.count()).where(UNDONE, TASKS.c.run_at < late))
    given_up = session.scalar(select(func.count()).where(TASKS.c.given_up_at.is_not(None)))
    counted = {"events unsent for an hour": unsent, "tasks undone for an hour": undone, "tasks given up": given_up}
    return [f"{count} {what}" for what, count in counted.items() if count]


def verify(service: Service, _settings: ServiceSettings, _arguments: list[str]) -> int:
    """Report what should hold and does not, the chassis' own matters and the service's; status 1 where there is any."""
    now = clock.now()
    checks = {"chassis": _own_faults, **service.part(service.checks, {})}
    faults = {}
    with transaction() as session:
        for name, check in checks.items():
            faults[name] = check(session, now)
    _say(faults={name: found for name, found in faults.items() if found}, checked=sorted(checks))
    return 1 if any(faults.values()) else 0


def dead_letters(service: Service, settings: ServiceSettings, arguments: list[str]) -> int:
    """`list`, `show ID`, `replay ID` or `replay --all`."""
    match arguments:
        case ["list"]:
            for letter in letters.read(settings.broker_url, service=service.name):
                _say(message_id=letter.message_id, reason=letter.reason, parked_at=letter.parked_at)
        case ["show", message_id]:
            for letter in letters.read(settings.broker_url, service=service.name):
                if letter.message_id == message_id:
                    sys.stdout.write(letter.body.decode(errors="replace") + "\n")
        case ["replay", "--all"]:
            _say(replayed=letters.replay(settings.broker_url, service=service.name, message_id=None))
        case ["replay", message_id]:
            _say(replayed=letters.replay(settings.broker_url, service=service.name, message_id=message_id))
        case _:
            return 2
    return 0


def show_settings(settings_class: type[ServiceSettings]) -> int:
    """Print each variable, its default and its meaning, as a Markdown table."""
    for entry in fields(settings_class):
        default = "required" if entry.default is MISSING else f"`{entry.default}`"
        sys.stdout.write(f"| `{entry.metadata['variable']}` | {default} | {entry.metadata['help']} |\n")
    return 0
