"""Queues and who empties them: messages, tasks, jobs."""

import ast
import re
from collections.abc import Iterator

from tests.conventions.house import House, Plant, SourceFile, constant, convention, dotted, keyword

_ASYNCAPI = "contracts/asyncapi.yaml"
_MAIN = "services/enrolment/enrolment/__init__.py"
_CONSUMERS = "services/enrolment/enrolment/consumers/__init__.py"
_IDENTITY_EVENTS = "services/enrolment/enrolment/consumers/identity_events.py"
_HEARS = "operations:\n  enrolment.hears.account.closed:\n    action: receive\n"
_HEARD = 'SERVICE = Service(name="enrolment", heard="enrolment.consumers:HEARD")\n'


@convention(
    "A service hears in contracts/asyncapi.yaml if and only if it has a queue and a consumer",
    Plant(files={_ASYNCAPI: _HEARS, _MAIN: 'SERVICE = Service(name="enrolment")\n'}),
    Plant(files={_ASYNCAPI: "operations: {}\n", _MAIN: _HEARD, _CONSUMERS: ""}),
    Plant(files={_ASYNCAPI: _HEARS, _MAIN: _HEARD}),
    Plant(files={_ASYNCAPI: _HEARS, _MAIN: _HEARD, _CONSUMERS: ""}, is_clean=True),
)
def queues_have_consumers(house: House) -> Iterator[str]:
    told = set(re.findall(r"^  ([a-z]+)\.hears\.", house.text(_ASYNCAPI), re.MULTILINE))
    for name in house.service_names():
        main = f"services/{name}/{name}/__init__.py"
        described = house.text(main) + house.text(f"services/{name}/{name}/__main__.py")
        has_queue = bool(re.search(r"\bheard=", described))
        has_consumer = (house.root / f"services/{name}/{name}/consumers").is_dir()
        if len({name in told, has_queue, has_consumer}) > 1:
            yield (
                f"{main}:1: hears by contract: {name in told}, has a queue: {has_queue}, has a consumer: {has_consumer}"
            )


@convention(
    "Every handler of events stands in HEARD, one on_<event> each",
    Plant(files={_IDENTITY_EVENTS: "def on_account_closed(session, event, now): ...\n", _CONSUMERS: "HEARD = ()\n"}),
    Plant(
        files={
            _IDENTITY_EVENTS: "def on_account_closed(session, event, now): ...\n",
            _CONSUMERS: "HEARD = (Heard(handle=identity_events.on_account_closed),)\n",
        },
        is_clean=True,
    ),
)
def handlers_are_heard(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room != "consumers" or file.package == "chassis":
            continue
        register = "".join(
            entry.text for entry in house.packages if entry.room == "consumers" and entry.package == file.package
        )
        for function in file.functions():
            if function.name.startswith("on_") and not re.search(rf"(?<!def )\b{function.name}\b", register):
                yield file.at(function.lineno, f"{function.name} hears nothing: it is not in HEARD")


def _constants(file: SourceFile) -> dict[str, str]:
    """Texts given a name at the top of a module."""
    found = {}
    for node in file.module.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(constant(node.value), str)
        ):
            found[node.targets[0].id] = str(constant(node.value))
    return found


def _kinds_added(house: House, service: str, names: dict[str, str]) -> dict[str, str]:
    found = {}
    for file in house.packages:
        if file.package != service:
            continue
        for call in file.calls():
            kind = keyword(call, "kind")
            if dotted(call) != "tasks.add" or kind is None:
                continue
            said = constant(kind) or names.get(dotted(kind).rpartition(".")[2])
            if isinstance(said, str):
                found[said] = file.at(call.lineno, said)
    return found


def _kinds_handled(house: House, service: str, names: dict[str, str]) -> set[str]:
    found = set()
    for file in house.packages:
        if file.package == service and file.room in ("jobs", "app"):
            for node in ast.walk(file.module):
                if isinstance(node, ast.Dict):
                    for key in node.keys:
                        said = constant(key) or (names.get(dotted(key).rpartition(".")[2]) if key else None)
                        found.add(str(said))
    return found


_ADDS = {"services/documents/documents/usecases/x.py": 'tasks.add(session, kind="render", key="x")\n'}


@convention(
    "Every kind of task has its worker",
    Plant(files={**_ADDS, "services/documents/documents/jobs/__init__.py": "TASKS = {}\n"}),
    Plant(files={**_ADDS, "services/documents/documents/jobs/__init__.py": 'TASKS = {"render": f}\n'}, is_clean=True),
)
def tasks_have_workers(house: House) -> Iterator[str]:
    for service in house.service_names():
        names: dict[str, str] = {}
        for file in house.packages:
            if file.package == service:
                names |= _constants(file)
        handled = _kinds_handled(house, service, names)
        for kind, where in sorted(_kinds_added(house, service, names).items()):
            if kind not in handled:
                yield f"{where}: no worker handles this kind"
