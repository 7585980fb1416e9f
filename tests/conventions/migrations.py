"""What the migrations are called is what they are: a running process reads their names alone."""

import ast
from collections.abc import Iterator

from tests.conventions.house import House, Plant, SourceFile, constant, convention

_FOLDER = "services/enrolment/migrations/versions/"
_FIRST = _FOLDER + "20260101_1200_create.py"
_NEXT = _FOLDER + "20260201_1200_widen.py"


def _said(file: SourceFile, name: str) -> object:
    for node in file.module.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == name:
            return constant(node.value)
    return ""


@convention(
    "A migration's file name begins with its revision, and each follows the one before it by name",
    Plant(files={_FIRST: "revision = '20260101_1201'\ndown_revision = None\n"}),
    Plant(
        files={
            _FIRST: "revision = '20260101_1200'\ndown_revision = None\n",
            _NEXT: "revision = '20260201_1200'\ndown_revision = None\n",
        }
    ),
    Plant(
        files={
            _FIRST: "revision = '20260101_1200'\ndown_revision = None\n",
            _NEXT: "revision = '20260201_1200'\ndown_revision = '20260101_1200'\n",
        },
        is_clean=True,
    ),
)
def migrations_are_what_they_are_called(house: House) -> Iterator[str]:
    before: dict[str, str] = {}
    for file in sorted(house.python, key=lambda file: file.path):
        if file.parts[0] != "services" or file.parts[2:4] != ("migrations", "versions"):
            continue
        revision, service = file.name[:13], file.parts[1]
        if _said(file, "revision") != revision:
            yield file.at(1, f"is not called by its revision, {_said(file, 'revision')}")
        if _said(file, "down_revision") != before.get(service):
            yield file.at(1, f"follows {_said(file, 'down_revision')}, not {before.get(service)}")
        before[service] = revision
