"""How long things may be."""

import ast
from collections.abc import Iterator

from tests.conventions.house import House, SourceFile, convention, fine, violation

FUNCTION_LINES = 40
FILE_LINES = 300
TEST_FILE_LINES = 500
CHASSIS_LINES = 2_150
THEME_LINES = 200

_USECASE = "services/enrolment/enrolment/usecases/request_enrolment.py"
_LONG_FUNCTION = "def long():\n" + "    x = 1\n" * FUNCTION_LINES


def _docstring(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", [])
    first = body[0] if isinstance(body, list) and body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return first.value
    return None


def _length(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


@convention(
    f"A function has at most {FUNCTION_LINES} lines besides its docstring",
    violation(_USECASE, _LONG_FUNCTION),
    violation("tests/journeys/test_x.py", _LONG_FUNCTION),
    fine(_USECASE, 'def long():\n    """Fact.\n    ' + "\n" * 20 + '    """\n' + "    x = 1\n" * 30),
)
def functions_are_short(house: House) -> Iterator[str]:
    for file in house.python:
        for function in file.functions():
            docstring = _docstring(function)
            length = _length(function) - (_length(docstring) if docstring else 0)
            if length > FUNCTION_LINES:
                yield file.at(function.lineno, f"{function.name} has {length} lines")


@convention(
    f"A Python file has at most {FILE_LINES} lines, one of tests {TEST_FILE_LINES}",
    violation(_USECASE, "x = 1\n" * (FILE_LINES + 1)),
    violation("tests/gateway/test_x.py", "x = 1\n" * (TEST_FILE_LINES + 1)),
    fine("services/web/tests/unit/test_x.py", "x = 1\n" * TEST_FILE_LINES),
)
def files_are_short(house: House) -> Iterator[str]:
    for file in house.python:
        most = TEST_FILE_LINES if file.is_test else FILE_LINES
        if len(file.lines) > most:
            yield file.at(most, f"{len(file.lines)} lines")


def _lines_besides_docstrings(file: SourceFile) -> int:
    documented: set[int] = set()
    for node in ast.walk(file.module):
        docstring = _docstring(node)
        if docstring:
            documented.update(range(docstring.lineno, (docstring.end_lineno or 0) + 1))
    return sum(1 for number, line in enumerate(file.lines, 1) if line.strip() and number not in documented)


@convention(
    f"The chassis has at most {CHASSIS_LINES} lines of Python besides docstrings and blanks, its look {THEME_LINES}",
    violation("services/chassis/chassis/x.py", "x = 1\n" * (CHASSIS_LINES + 1)),
    violation("services/chassis/chassis/theme/x.py", "x = 1\n" * (THEME_LINES + 1)),
    fine("services/chassis/chassis/x.py", '"""Fact.\n\n' + "text\n" * CHASSIS_LINES + '"""\n' + "\n" * CHASSIS_LINES),
)
def the_chassis_is_small(house: House) -> Iterator[str]:
    counted = {"services/chassis/chassis": 0, "services/chassis/chassis/theme": 0}
    for file in house.packages:
        if file.package == "chassis":
            is_look = "/theme/" in str(file.path)
            counted[f"services/chassis/chassis{'/theme' if is_look else ''}"] += _lines_besides_docstrings(file)
    for (place, total), most in zip(counted.items(), (CHASSIS_LINES, THEME_LINES), strict=True):
        if total > most:
            yield f"{place}: {total} lines"
