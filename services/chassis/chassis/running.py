"""The long-running commands: HTTP doors, relay, consumer, tasks, jobs. SIGTERM and SIGINT end them gracefully."""

import signal
import threading
from collections.abc import Callable, Mapping
from pkgutil import resolve_name

from chassis import clock, consumer, database, jobs, logs, worker
from chassis import relay as relaying
from chassis.consumer import Hearing
from chassis.health import database_check
from chassis.jobs import SWEEP, Job
from chassis.service import Service
from chassis.serving import serve as serve_http
from chassis.settings import ServiceSettings
from chassis.workhealth import broker_check, work_health

GRACE_S = 25.0
WORK_POOL = 6
_LOG = logs.log(__name__)
_Body = Callable[[threading.Event], None]


def prepare(service: Service, settings: ServiceSettings) -> None:
    """Logs, clock, database and the service's own wiring: before any command."""
    logs.configure(service=service.name, level=settings.log_level)
    clock.shift(settings.clock_offset_s)
    database.bind(settings.database_url, pool_size=max(settings.http_threads, WORK_POOL))
    if service.configure:
        service.part(service.configure)(settings)


def record(service: Service, settings: ServiceSettings) -> None:
    """Begin to record spans, where they are asked for; in the process that does the work, for threads do not fork."""
    if settings.traces_url:
        configure = resolve_name("chassis.telemetry:configure")
        configure(service=service.name, url=settings.traces_url, engines=database.engines())


def serve(service: Service, settings: ServiceSettings, _arguments: list[str]) -> int:
    """Answer HTTP until SIGTERM."""
    serve_http(lambda: service.part(service.app)(settings), settings, after_fork=lambda: record(service, settings))
    return 0


def hearing_of(service: Service) -> Hearing | None:
    """What a service hears, None where it hears nothing."""
    heard = service.part(service.heard, ())
    return Hearing(heard=heard, closings=service.part(service.closings, {})) if heard else None


def jobs_of(service: Service) -> Mapping[str, Job]:
    """The service's jobs and the chassis' own."""
    return {**SWEEP, **service.part(service.jobs, {})}


def _bodies(service: Service, settings: ServiceSettings) -> dict[str, _Body]:
    """What this service does besides answering HTTP, by the name of the command that does it alone."""
    database_url, broker_url = settings.database_url, settings.broker_url
    hearing, handlers, known = hearing_of(service), service.part(service.tasks), jobs_of(service)
    bodies: dict[str, _Body] = {"jobs": lambda stop: jobs.run(known, stop=stop)}
    if broker_url:
        bodies["relay"] = lambda stop: relaying.run(
            database_url, broker_url=broker_url, speaker=service.name, stop=stop
        )
    if hearing:
        bodies["consume"] = lambda stop: consumer.run(broker_url, service=service.name, hearing=hearing, stop=stop)
    if handlers:
        bodies["tasks"] = lambda stop: worker.run(database_url, handlers=handlers, stop=stop)
    return bodies


def _run(service: Service, settings: ServiceSettings, bodies: Mapping[str, _Body]) -> int:
    """Run each body in a thread of its own until a signal; a body that crashes ends the process with status 1."""
    record(service, settings)
    stop, crashed = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())

    def guarded(body: _Body) -> None:
        try:
            body(stop)
        finally:
            if not stop.is_set():
                crashed.set()
                stop.set()

    threads = [threading.Thread(target=guarded, args=(body,), name=name) for name, body in bodies.items()]
    reached = [broker_check(settings.broker_url)] if settings.broker_url else []
    checks = [database_check(service.name), *reached]
    with work_health(settings.work_bind, checks):
        for thread in threads:
            thread.start()
        _LOG.info("the workers have started", workers=sorted(bodies))
        while not stop.wait(1.0):
            pass
        for thread in threads:
            thread.join(GRACE_S)
    _LOG.info("the workers have stopped", crashed=crashed.is_set())
    return 1 if crashed.is_set() else 0


def work(service: Service, settings: ServiceSettings, arguments: list[str]) -> int:
    """Everything but HTTP in one process, or only what is named (relay, consume, tasks, jobs), until SIGTERM.

    Status 2 where the service has nothing of a name.
    """
    bodies = _bodies(service, settings)
    if set(arguments) - bodies.keys():
        return 2
    return _run(service, settings, {name: bodies[name] for name in arguments or bodies})


def run_jobs(service: Service, settings: ServiceSettings, arguments: list[str]) -> int:
    """Run one job once (a scheduler calls this), or all by the clock where none is named."""
    if not arguments:
        return work(service, settings, ["jobs"])
    job = jobs_of(service).get(arguments[0])
    if job is None:
        return 2
    return 0 if jobs.run_once(arguments[0], job) else 1
