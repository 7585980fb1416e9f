"""Everything a person may meet has its French label, in web/labels/."""

import ast
import json
import re
from collections.abc import Iterator

from tests.conventions.house import House, Plant, SourceFile, constant, convention, dotted, keyword

LABELS = "services/web/web/labels"
_SOME = f"{LABELS}/enrolments.py"
PROBLEMS = "contracts/problems.md"
_CODE = re.compile(r"^[a-z]+(-[a-z]+)*$")
_ROW = re.compile(r"^\| `(?P<code>[a-z-]+)` \| (?P<status>\d{3}) \|", re.MULTILINE)
_ERROR = 'class Full(DomainError):\n    code = "action-full"\n'
_ERRORS = "services/enrolment/enrolment/domain/errors.py"


def _assigned(node: ast.ClassDef, name: str) -> object:
    for entry in node.body:
        targets = entry.targets if isinstance(entry, ast.Assign) else []
        targets = [entry.target] if isinstance(entry, ast.AnnAssign) else targets
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return constant(getattr(entry, "value", None))
    return None


def _refusals(file: SourceFile) -> Iterator[tuple[str, int, int]]:
    """Code, HTTP status and line of each refusal class."""
    for node in file.classes():
        code = _assigned(node, "code")
        if isinstance(code, str) and _CODE.match(code) and node.bases:
            yield code, int(str(_assigned(node, "status") or 409)), node.lineno


def _http_codes(file: SourceFile) -> Iterator[tuple[str, int, int]]:
    """The codes that the chassis gives to HTTP's own refusals: `_CODES = {404: "not-found"}`."""
    for node in file.module.body:
        if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)):
            continue
        if dotted(node.targets[0]) == "_CODES":
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                yield str(constant(value)), int(str(constant(key))), node.lineno


def problem_codes(house: House) -> dict[str, tuple[int, str]]:
    """Every problem code of the code: its status and where it stands."""
    found: dict[str, tuple[int, str]] = {}
    for file in house.packages:
        rows = list(_refusals(file))
        if file.path == "services/chassis/chassis/problems.py":
            rows += [*_http_codes(file), ("internal-error", 500, 1)]
        for code, status, line in rows:
            if code != "refused":
                found.setdefault(code, (status, file.at(line, code)))
    return found


def _labelled(house: House) -> set[str]:
    keys: set[str] = set()
    for file in house.packages:
        if file.path.startswith(f"{LABELS}/"):
            for node in ast.walk(file.module):
                if isinstance(node, ast.Dict):
                    keys.update(str(constant(key)) for key in node.keys if key is not None)
    return keys


@convention(
    "Every problem code has its French label",
    Plant(files={_ERRORS: _ERROR, _SOME: 'PROBLEMS = {"not-found": "…"}\n'}),
    Plant(files={_ERRORS: _ERROR}),
    Plant(files={_ERRORS: _ERROR, _SOME: 'PROBLEMS = {"action-full": "Complet"}\n'}, is_clean=True),
)
def problem_codes_have_labels(house: House) -> Iterator[str]:
    labelled = _labelled(house)
    for code, (_, where) in sorted(problem_codes(house).items()):
        if code not in labelled:
            yield f"{where} has no label in {LABELS}"


@convention(
    "Every problem code of the code is told in contracts/problems.md with its status, and back",
    Plant(files={_ERRORS: _ERROR}),
    Plant(files={_ERRORS: _ERROR, PROBLEMS: "| `action-full` | 422 | meaning |\n"}),
    Plant(files={PROBLEMS: "| `action-full` | 409 | meaning |\n"}),
    Plant(files={_ERRORS: _ERROR, PROBLEMS: "| `action-full` | 409 | meaning |\n"}, is_clean=True),
)
def problem_codes_are_told(house: House) -> Iterator[str]:
    told = {match["code"]: int(match["status"]) for match in _ROW.finditer(house.text(PROBLEMS))}
    used = problem_codes(house)
    for code, (status, where) in sorted(used.items()):
        if told.get(code) != status:
            yield f"{where} ({status}) is not in {PROBLEMS} with this status"
    for code in sorted(told.keys() - used.keys()):
        yield f"{PROBLEMS}:1: {code} is used nowhere"


@convention(
    "One problem code means one thing: two classes share it only with one status",
    Plant(files={_ERRORS: _ERROR, "services/catalogue/catalogue/domain/errors.py": f"{_ERROR}    status = 422\n"}),
    Plant(files={_ERRORS: _ERROR, "services/catalogue/catalogue/domain/errors.py": _ERROR}, is_clean=True),
)
def problem_codes_mean_one_thing(house: House) -> Iterator[str]:
    statuses: dict[str, set[int]] = {}
    for file in house.packages:
        for code, status, _ in _refusals(file):
            statuses.setdefault(code, set()).add(status)
    for code, found in sorted(statuses.items()):
        if len(found) > 1:
            yield f"{code} has the statuses {sorted(found)}"


def _statuses(schema: object) -> Iterator[str]:
    """Values of every field named `status` or `state`."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name in ("status", "state", "enrolment_status", "delivery_mode") and isinstance(value, dict):
                yield from (str(entry) for entry in value.get("enum", []))
            yield from _statuses(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _statuses(value)


_SCHEMA = {"contracts/events/shared/x.schema.json": '{"properties": {"status": {"enum": ["waitlisted"]}}}'}


@convention(
    "Every status that travels has its French label",
    Plant(files={**_SCHEMA, _SOME: "STATUSES = {}\n"}),
    Plant(files={**_SCHEMA, _SOME: 'STATUSES = {"waitlisted": "…"}\n'}, is_clean=True),
)
def statuses_have_labels(house: House) -> Iterator[str]:
    labelled = _labelled(house)
    for file in house.files:
        if file.path.startswith("contracts/events/") and file.name.endswith(".schema.json"):
            for status in sorted(set(_statuses(json.loads(file.text))) - labelled):
                yield file.at(1, f"{status} has no label in {LABELS}")


_REFUSES = {
    "services/enrolment/enrolment/domain/rules.py": 'raise Full(figures={}, next_step="come-back")\n',
}


@convention(
    "Every next step is told in contracts/problems.md and has its French label",
    Plant(files=_REFUSES),
    Plant(files={**_REFUSES, _SOME: 'NEXT_STEPS = {"come-back": "…"}\n'}),
    Plant(files={**_REFUSES, PROBLEMS: "`come-back`"}),
    Plant(files={**_REFUSES, _SOME: 'NEXT_STEPS = {"come-back": "…"}\n', PROBLEMS: "`come-back`"}, is_clean=True),
)
def next_steps_are_told(house: House) -> Iterator[str]:
    labelled, told = _labelled(house), house.text(PROBLEMS)
    for file in house.packages:
        for call in file.calls():
            step = constant(keyword(call, "next_step"))
            if isinstance(step, str) and step not in labelled:
                yield file.at(call.lineno, f"{step} has no label in {LABELS}")
            if isinstance(step, str) and f"`{step}`" not in told:
                yield file.at(call.lineno, f"{step} is not in {PROBLEMS}")
