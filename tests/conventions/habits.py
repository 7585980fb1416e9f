"""Habits of the code that neither ruff nor import-linter can see."""

import ast
import re
from collections.abc import Iterator

from tests.conventions.house import BELOW_THE_DOORS, House, constant, convention, dotted, fine, keyword, violation

_USECASE = "services/enrolment/enrolment/usecases/request_enrolment.py"
_LOOPS = {"services/chassis/chassis/consumer.py", "services/chassis/chassis/worker.py"}
_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "clock.now"}
_CATCH_ALL = {"Exception", "BaseException"}


def _caught(handler: ast.ExceptHandler) -> set[str]:
    if handler.type is None:
        return {"BaseException"}
    types = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {dotted(node) for node in types}


@convention(
    "Only the chassis' two loops catch everything",
    violation(_USECASE, "try:\n    x = 1\nexcept Exception:\n    raise\n"),
    violation(_USECASE, "try:\n    x = 1\nexcept (ValueError, BaseException):\n    pass\n"),
    violation("deploy/local/x.py", "try:\n    x = 1\nexcept:\n    pass\n"),
    fine("services/chassis/chassis/worker.py", "try:\n    x = 1\nexcept Exception:\n    pass\n"),
)
def nothing_catches_everything(house: House) -> Iterator[str]:
    for file in house.python:
        if file.path in _LOOPS:
            continue
        for node in ast.walk(file.module):
            if isinstance(node, ast.ExceptHandler) and _caught(node) & _CATCH_ALL:
                yield file.at(node.lineno, "catches everything")


@convention(
    "Only chassis.database commits and rolls back",
    violation(_USECASE, "def f(session):\n    session.commit()\n"),
    violation("services/chassis/chassis/relay.py", "def f(session):\n    session.rollback()\n"),
    violation("services/web/web/store/x.py", "from sqlalchemy import text\nx = text('COMMIT')\n"),
    fine("services/chassis/chassis/database.py", "def f(session):\n    session.commit()\n"),
)
def only_the_chassis_commits(house: House) -> Iterator[str]:
    for file in house.packages:
        # Alembic's environment runs as its own command and sets its time-outs outside any transaction.
        if file.path in ("services/chassis/chassis/database.py", "services/chassis/chassis/migrations/env.py"):
            continue
        for call in file.calls():
            ends = isinstance(call.func, ast.Attribute) and call.func.attr in ("commit", "rollback")
            said = str(constant(call.args[0])) if call.args else ""
            if ends or re.match(r"\s*(COMMIT|ROLLBACK)\b", said, re.IGNORECASE):
                yield file.at(call.lineno, "ends a transaction")


@convention(
    "Below the doors nobody reads the clock",
    violation(_USECASE, "from chassis.clock import now\n"),
    violation(_USECASE, "from chassis import clock\nx = clock.now()\n"),
    violation(
        "services/enrolment/enrolment/domain/x.py", "from datetime import UTC, datetime\nx = datetime.now(UTC)\n"
    ),
    violation("services/enrolment/enrolment/store/x.py", "from sqlalchemy import func\nx = func.now()\n"),
    fine("services/enrolment/enrolment/api/x.py", "from chassis.clock import now\n"),
    fine("services/enrolment/enrolment/domain/x.py", "from chassis.clock import PARIS\n"),
)
def time_comes_in(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room not in BELOW_THE_DOORS:
            continue
        for node in ast.walk(file.module):
            if isinstance(node, ast.ImportFrom) and node.module == "chassis.clock":
                if any(name.name == "now" for name in node.names):
                    yield file.at(node.lineno, "reads the clock")
            elif isinstance(node, ast.Call) and dotted(node) in _CLOCKS | {"func.now", "sa.func.now"}:
                yield file.at(node.lineno, f"reads the clock: {dotted(node)}")


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def _is_page(names: list[str]) -> bool:
    """A page of replayed state: the chassis calls it as (session, after, limit)."""
    return names[1:] == ["after", "limit"]


def _closes_a_context(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return function.name in ("__exit__", "__aexit__")


@convention(
    "Below the doors a function has at most two positional arguments, the others by name",
    violation(_USECASE, "def request(session, account_id, organisation_id): ...\n"),
    violation("services/enrolment/enrolment/store/x.py", "class A:\n    def f(self, a, b, c): ...\n"),
    fine(_USECASE, "def request(session, account_id, *, organisation_id, now): ...\n"),
    fine("services/enrolment/enrolment/usecases/tell_state.py", "def page(session, after, limit): ...\n"),
)
def arguments_have_names(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room not in BELOW_THE_DOORS:
            continue
        for function in file.functions():
            names = _positional(function)
            if len(names) > 2 and not _is_page(names) and not _closes_a_context(function):
                yield file.at(function.lineno, f"{function.name} takes {len(names)} positional arguments")


@convention(
    "A use case says what it does and what it refuses",
    violation(_USECASE, "def request_enrolment(session): ...\n"),
    fine(_USECASE, 'def request_enrolment(session):\n    """Fact."""\n\n\ndef _part(session): ...\n'),
)
def usecases_are_documented(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room == "usecases":
            for node in file.module.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                    yield file.at(node.lineno, f"{node.name} has no docstring")


@convention(
    "Every module and package of a service says what it is for",
    violation(_USECASE, "x = 1\n"),
    fine(_USECASE, '"""One person asks for a place."""\n'),
    fine("services/web/web/store/__init__.py", ""),
)
def modules_are_documented(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.module.body and not ast.get_docstring(file.module):
            yield file.at(1, "no docstring")


@convention(
    "An enumeration is stored by its values",
    violation("services/enrolment/enrolment/store/tables.py", "import sqlalchemy as sa\nx = sa.Enum(Status)\n"),
    violation("services/enrolment/enrolment/store/tables.py", "from sqlalchemy import Enum\nx = Enum(Status)\n"),
    fine(
        "services/enrolment/enrolment/store/tables.py", "import sqlalchemy as sa\nx = sa.Enum(A, values_callable=f)\n"
    ),
    fine("services/enrolment/enrolment/store/tables.py", "import sqlalchemy as sa\nx = sa.Enum('a', 'b')\n"),
)
def enums_store_values(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room != "store":
            continue
        for call in file.calls():
            of_class = bool(call.args) and not isinstance(call.args[0], ast.Constant | ast.Starred)
            if (
                dotted(call) in ("sa.Enum", "sqlalchemy.Enum", "Enum")
                and of_class
                and not keyword(call, "values_callable")
            ):
                yield file.at(call.lineno, "sa.Enum without values_callable stores names")


_MARK = re.compile(r"\b(TODO|FIXME|XXX)\b")
_SILENCED = re.compile(r"#\s*(type: ignore|noqa|pragma)(?P<codes>[\[:]?\s*[\w, \-\]\[]*)(?P<rest>.*)$")


@convention(
    "What is silenced gives its reason beside it, and nothing is left to do",
    violation(_USECASE, "x = f()  # type: ignore[arg-type]\n"),
    violation(_USECASE, "x = f()  # noqa: S608\n"),
    violation(_USECASE, "# TODO: more\n"),
    violation(_USECASE, "def f():\n    raise NotImplementedError\n"),
    fine(_USECASE, "x = f()  # type: ignore[arg-type]  # the stubs say object\n"),
    fine(_USECASE, "x = f()  # noqa: S608  # a constant of ours\n"),
)
def silence_has_a_reason(house: House) -> Iterator[str]:
    for file in house.python:
        if file.path.startswith("tests/conventions/"):
            continue
        for number, line in enumerate(file.lines, 1):
            silenced = _SILENCED.search(line)
            if silenced and not re.search(r"#\s*\w+", silenced["rest"]):
                yield file.at(number, f"{silenced[1]} without a reason")
            if _MARK.search(line) or "NotImplementedError" in line:
                yield file.at(number, "left to do")
