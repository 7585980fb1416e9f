"""`python -m deploy.compose [--port N] [--mailbox-port N]`: the platform in containers, until Ctrl-C.

In an engine of its own, on stand-ins made of Debian's packages. Where an engine runs and a registry can be reached,
`docker compose --file deploy/compose/compose.yaml up --build --wait` does the same with Kong and the real images.
"""

import argparse
import signal
import sys
from types import FrameType

from deploy.compose import images, labels, standins
from deploy.compose.engine import Engine, why_not
from deploy.compose.stack import Stack
from deploy.local.errors import CannotGoOn
from deploy.local.instance import Instance
from deploy.local.processes import Processes
from deploy.local.progress import to_error, to_terminal

TAG = "local"


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m deploy.compose")
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--mailbox-port", type=int, default=8025)
    return parser.parse_args(arguments)


def _run(engine: Engine, ports: dict[str, int]) -> None:
    engine.start()
    standins.ensure(engine, say=to_terminal)
    images.build(engine, tag=TAG, say=to_terminal)
    stack = Stack(engine, project="parcourspro", ports=ports, tag=TAG)
    to_terminal(labels.STARTING)
    stack.up()
    stack.load_demo()
    to_terminal(labels.READY.format(site=stack.site_url, mailbox=stack.mailbox_url))
    signal.pause()


def main(arguments: list[str]) -> int:
    options = _parse(arguments)
    if reason := why_not():
        to_error(reason)
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    instance = Instance(name="engine")
    processes = Processes(instance)
    engine = Engine(instance, processes)
    try:
        instance.lock()
        processes.end_leftovers()
        _run(engine, {"site": options.port, "mailbox": options.mailbox_port})
    except KeyboardInterrupt:
        to_terminal(labels.STOPPED)
    except CannotGoOn as refusal:
        to_error(str(refusal))
        return 1
    finally:
        engine.stop()
        instance.unlock()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
