"""`python -m deploy.local run [--no-demo] [--with-parent]`: the whole platform, until Ctrl-C."""

import argparse
import os
import signal
import sys
import time
from types import FrameType

from deploy.local import labels
from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK, Instance
from deploy.local.platform import MAILBOX, Platform
from deploy.local.processes import end_with_parent
from deploy.local.progress import seconds, to_error, to_terminal

SITE_PORT = 8080
MAILBOX_PORT = 8025
SITE_HOSTS = (LOOPBACK, "localhost")
WATCH_S = 0.5
STOPPING_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    run = parser.add_subparsers(dest="command", required=True).add_parser("run")
    run.add_argument("--instance", default="site")
    run.add_argument("--port", type=int, default=SITE_PORT)
    run.add_argument("--host", choices=SITE_HOSTS, default=LOOPBACK, help="localhost, so that passkeys can be tried")
    run.add_argument("--mailbox-port", type=int, default=MAILBOX_PORT)
    run.add_argument("--no-demo", action="store_true")
    run.add_argument("--with-parent", action="store_true", help="end when the parent process dies")
    run.add_argument("--clock-offset-s", type=int, default=int(os.environ.get("PP_CLOCK_OFFSET_S", "0")))
    return parser.parse_args(arguments)


def _welcome(platform: Platform) -> None:
    to_terminal(
        labels.WELCOME.format(
            seconds=seconds(platform.progress.elapsed_s), site=platform.site_url, mailbox=platform.mailbox_url
        )
    )


def _watch(platform: Platform) -> None:
    """Reports a process that dies; restarts none."""
    while True:
        for dead in platform.processes.newly_dead():
            to_error(labels.PROGRAM_DIED.format(name=dead.program.name, code=dead.exit_code, log=dead.log))
        time.sleep(WATCH_S)


def _run(platform: Platform) -> int:
    for number in STOPPING_SIGNALS:
        signal.signal(number, _interrupt)
    try:
        platform.start()
        _welcome(platform)
        _watch(platform)
    except KeyboardInterrupt:
        to_terminal(labels.STOPPING)
    except CannotGoOn as refusal:
        to_error(str(refusal))
        return 1
    finally:
        for number in STOPPING_SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        platform.stop()
    to_terminal(labels.STOPPED)
    return 0


def main(arguments: list[str]) -> int:
    options = _parse(arguments)
    if options.with_parent:
        end_with_parent(signal.SIGTERM, os.getppid())
    ports = {"site": options.port, MAILBOX: options.mailbox_port}
    instance = Instance(name=options.instance, fixed_ports=ports, site_host=options.host)
    platform = Platform(instance, say=to_terminal, with_demo=not options.no_demo, clock_offset_s=options.clock_offset_s)
    return _run(platform)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
