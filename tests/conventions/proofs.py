"""What a test may and may not do."""

import ast
from collections.abc import Iterator

from tests.conventions.house import House, SourceFile, constant, convention, dotted, fine, keyword, violation

_TEST = "services/enrolment/tests/integration/test_x.py"
_MOCKS = {"unittest.mock", "mock", "pytest_mock", "responses", "respx", "freezegun", "time_machine"}


def _tests(house: House) -> Iterator[SourceFile]:
    return (file for file in house.python if file.is_test and not file.path.startswith("tests/conventions/"))


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [node.module, *(f"{node.module}.{name.name}" for name in node.names)]
    return []


def _patches(node: ast.AST) -> bool:
    if isinstance(node, ast.arg):
        return node.arg == "mocker"
    return isinstance(node, ast.Call) and dotted(node) in ("monkeypatch.setattr", "monkeypatch.delattr")


@convention(
    "A test patches nothing: it works on the real thing",
    violation(_TEST, "from unittest.mock import patch\n"),
    violation(_TEST, "from unittest import mock\n"),
    violation(_TEST, "def test_a(monkeypatch):\n    monkeypatch.setattr(a, 'b', 1)\n"),
    violation(_TEST, "def test_a(mocker):\n    mocker.patch('a.b')\n"),
    fine(_TEST, "def test_a(monkeypatch):\n    monkeypatch.setenv('PP_X', '1')\n"),
)
def tests_patch_nothing(house: House) -> Iterator[str]:
    for file in _tests(house):
        for node in ast.walk(file.module):
            if set(_imported(node)) & _MOCKS:
                yield file.at(node.lineno, "imports a way of patching")  # type: ignore[attr-defined]  # an import has a line
            elif _patches(node):
                yield file.at(node.lineno, "patches")  # type: ignore[attr-defined]  # calls and arguments have lines


def _skips_silently(call: ast.Call) -> bool:
    name = dotted(call)
    if name in ("pytest.mark.skip", "pytest.mark.xfail"):
        return not (constant(keyword(call, "reason")) or call.args)
    if name == "pytest.mark.skipif":
        return not keyword(call, "reason")
    if name in ("pytest.skip", "pytest.xfail"):
        return not (call.args or keyword(call, "reason"))
    return name == "pytest.importorskip" and not keyword(call, "reason")


@convention(
    "A test that is skipped or expected to fail says why",
    violation(_TEST, "import pytest\n\n\n@pytest.mark.skip\ndef test_a(): ...\n"),
    violation(_TEST, "import pytest\n\n\n@pytest.mark.xfail()\ndef test_a(): ...\n"),
    violation(_TEST, "import pytest\n\n\ndef test_a():\n    pytest.skip()\n"),
    fine(_TEST, "import pytest\n\n\n@pytest.mark.skip(reason='no Chromium here')\ndef test_a(): ...\n"),
)
def skips_have_reasons(house: House) -> Iterator[str]:
    for file in _tests(house):
        for call in file.calls():
            if _skips_silently(call):
                yield file.at(call.lineno, "no reason")
        for function in file.functions():
            for decorator in function.decorator_list:
                if not isinstance(decorator, ast.Call) and dotted(decorator) in (
                    "pytest.mark.skip",
                    "pytest.mark.xfail",
                ):
                    yield file.at(decorator.lineno, "no reason")


@convention(
    "The name of a test is a sentence",
    violation(_TEST, "def test_request(): ...\n"),
    violation(_TEST, "class TestA:\n    def test_it_works(self): ...\n"),
    fine(_TEST, "def test_the_last_seat_goes_to_one_person(): ...\n"),
)
def tests_are_sentences(house: House) -> Iterator[str]:
    for file in _tests(house):
        for function in file.functions():
            if function.name.startswith("test_") and len(function.name.split("_")) < 4:
                yield file.at(function.lineno, f"{function.name} is no sentence")
