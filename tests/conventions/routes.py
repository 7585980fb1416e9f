"""Every route says who may call it, and what anybody may call is listed by name."""

import ast
from collections.abc import Iterator

from tests.conventions.house import House, Plant, SourceFile, convention, dotted, fine, violation

PUBLIC_ROUTES = "tests/conventions/public_routes.txt"
_ROUTES = {"route", "get", "post", "put", "patch", "delete"}
_METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}
_API = "services/enrolment/enrolment/api/x.py"

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def _is_routed(node: _Function | ast.ClassDef) -> bool:
    calls = [entry for entry in node.decorator_list if isinstance(entry, ast.Call)]
    return any(isinstance(call.func, ast.Attribute) and call.func.attr in _ROUTES for call in calls)


def views(file: SourceFile) -> Iterator[_Function]:
    """Every function that answers a request."""
    for function in file.functions():
        if _is_routed(function):
            yield function
    for node in file.classes():
        if _is_routed(node):
            yield from (entry for entry in node.body if isinstance(entry, ast.FunctionDef) and entry.name in _METHODS)


def access_of(view: _Function) -> str | None:
    """`requires`, `public` or another of the marks, None where nothing says who may call."""
    names = [dotted(decorator).rpartition(".")[2] for decorator in view.decorator_list]
    return next((name for name in names if name in ("requires", "public", "signed_in", "page_for")), None)


def _views(house: House) -> Iterator[tuple[SourceFile, _Function]]:
    for file in house.packages:
        for view in views(file):
            yield file, view


@convention(
    "Every route declares who may call it",
    violation(_API, '@blp.route("/x")\ndef x(): ...\n'),
    violation(_API, '@blp.route("/x")\nclass X(MethodView):\n    def get(self): ...\n'),
    violation("services/web/web/pages/x.py", '@bp.get("/x")\ndef x(): ...\n'),
    fine(_API, '@blp.route("/x")\n@requires(Role.STAFF)\ndef x(): ...\n'),
    fine(_API, '@blp.route("/x")\nclass X(MethodView):\n    @public\n    def get(self): ...\n'),
)
def routes_declare_access(house: House) -> Iterator[str]:
    for file, view in _views(house):
        if access_of(view) is None:
            yield file.at(view.lineno, f"{view.name} does not say who may call it")


def _name(file: SourceFile, view: _Function) -> str:
    owner = next((node.name for node in file.classes() if view in node.body), None)
    module = ".".join(file.parts[2:]).removesuffix(".py")
    return ".".join(part for part in (module, owner, view.name) if part)


@convention(
    "What anybody may call is listed by name, and the list holds nothing else",
    violation(_API, '@blp.get("/x")\n@public\ndef x(): ...\n'),
    violation(PUBLIC_ROUTES, "enrolment.api.x.x\n"),
    Plant(
        files={_API: '@blp.get("/x")\n@public\ndef x(): ...\n', PUBLIC_ROUTES: "# why\nenrolment.api.x.x\n"},
        is_clean=True,
    ),
)
def public_routes_are_listed(house: House) -> Iterator[str]:
    lines = house.text(PUBLIC_ROUTES).splitlines()
    listed = {line.strip() for line in lines if line.strip() and not line.startswith("#")}
    found = {_name(file, view): file.at(view.lineno, "") for file, view in _views(house) if access_of(view) == "public"}
    for name in sorted(found.keys() - listed):
        yield f"{found[name]}{name} is public and not in {PUBLIC_ROUTES}"
    for name in sorted(listed - found.keys()):
        yield f"{PUBLIC_ROUTES}:1: {name} is no public route"


@convention(
    "A creating POST honours Idempotency-Key right under its access mark",
    violation(_API, '@blp.route("/x")\n@idempotent\n@requires()\ndef x(): ...\n'),
    fine(_API, '@blp.route("/x")\n@requires()\n@idempotent\ndef x(): ...\n'),
)
def idempotent_stands_under_requires(house: House) -> Iterator[str]:
    for file, view in _views(house):
        names = [dotted(decorator).rpartition(".")[2] for decorator in view.decorator_list]
        if "idempotent" in names and names[names.index("idempotent") - 1] != "requires":
            yield file.at(view.lineno, f"{view.name}: idempotent stands right under requires")


@convention(
    "JSON doors stand on the chassis' blueprint, which reads bodies strictly",
    violation(_API, "from flask_smorest import Blueprint\n"),
    fine(_API, "from chassis.doors import Blueprint\n"),
    fine("services/chassis/chassis/doors.py", "from flask_smorest import Blueprint\n"),
)
def bodies_are_read_strictly(house: House) -> Iterator[str]:
    for file in house.packages:
        for node in ast.walk(file.module):
            if not isinstance(node, ast.ImportFrom) or node.module != "flask_smorest" or file.package == "chassis":
                continue
            if any(name.name == "Blueprint" for name in node.names):
                yield file.at(node.lineno, "take chassis.doors.Blueprint")
