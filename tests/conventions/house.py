"""A tree of files seen as the house, and the register of its conventions."""

import ast
import io
import os
import tokenize
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

SERVICES = ("identity", "catalogue", "enrolment", "notification", "documents", "web")
PACKAGES = ("chassis", *SERVICES)
DOORS = ("api", "oidc", "pages", "consumers", "jobs", "commands")
BELOW_THE_DOORS = ("usecases", "store", "clients", "channels", "rendering", "domain")

_NOT_OURS = {".git", ".venv", ".run", "node_modules", "__pycache__", "gallery", ".hypothesis", ".schemathesis"}
_CACHES = "_cache"


@dataclass(frozen=True)
class SourceFile:
    """One file of the tree, read once; `path` is relative to the root, with slashes."""

    root: Path
    path: str

    @cached_property
    def text(self) -> str:
        return (self.root / self.path).read_text(encoding="utf-8")

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def module(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def tokens(self) -> list[tokenize.TokenInfo]:
        return list(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))

    @property
    def name(self) -> str:
        return self.parts[-1]

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts

    @property
    def package(self) -> str | None:
        """The service (or chassis) whose package holds the file, None for its tests, migrations and all else."""
        if len(self.parts) > 3 and self.parts[0] == "services" and self.parts[1] == self.parts[2]:
            return self.parts[1]
        return None

    @property
    def room(self) -> str | None:
        """`usecases` for services/enrolment/enrolment/usecases/x.py and for …/enrolment/usecases.py."""
        return self.parts[3].removesuffix(".py") if self.package else None

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones too."""
        for node in ast.walk(self.module):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def classes(self) -> Iterator[ast.ClassDef]:
        for node in ast.walk(self.module):
            if isinstance(node, ast.ClassDef):
                yield node

    def calls(self) -> Iterator[ast.Call]:
        for node in ast.walk(self.module):
            if isinstance(node, ast.Call):
                yield node

    def at(self, line: int, said: str) -> str:
        """How a violation is reported."""
        return f"{self.path}:{line}: {said}"


class House:
    """All files under a root that are ours."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def files(self) -> list[SourceFile]:
        found = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in _NOT_OURS and not f.endswith(_CACHES))
            relative = Path(folder).relative_to(self.root)
            # In a linked worktree `.git` is a file.
            ours = sorted(name for name in names if name not in _NOT_OURS)
            found += [SourceFile(self.root, (relative / name).as_posix()) for name in ours]
        return found

    @cached_property
    def python(self) -> list[SourceFile]:
        return [file for file in self.files if file.name.endswith(".py")]

    @property
    def packages(self) -> Iterator[SourceFile]:
        """Python of the services and the chassis, without tests and migrations."""
        return (file for file in self.python if file.package in PACKAGES)

    def text(self, path: str) -> str:
        """A file's text, empty when there is none."""
        file = self.root / path
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    def service_names(self) -> list[str]:
        """The services that are there."""
        return [name for name in SERVICES if (self.root / "services" / name / name).is_dir()]


Check = Callable[[House], Iterable[str]]


@dataclass(frozen=True, kw_only=True)
class Plant:
    """A small tree: with a violation, or (`is_clean`) with what looks like one and is allowed."""

    files: Mapping[str, str]
    is_clean: bool = False


@dataclass(frozen=True, kw_only=True)
class Convention:
    """A sentence, the check that keeps it, and the trees that prove the check."""

    sentence: str
    check: Check
    plants: Sequence[Plant] = field(default_factory=tuple)


CONVENTIONS: list[Convention] = []


def convention(sentence: str, *plants: Plant) -> Callable[[Check], Check]:
    """Register the decorated check under its sentence, with the trees that prove it."""

    def register(check: Check) -> Check:
        CONVENTIONS.append(Convention(sentence=sentence, check=check, plants=plants))
        return check

    return register


def violation(path: str, text: str) -> Plant:
    """A tree of one file that the check must report."""
    return Plant(files={path: text})


def fine(path: str, text: str) -> Plant:
    """A tree of one file that the check must let pass."""
    return Plant(files={path: text}, is_clean=True)


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or attribute, or of what a call calls; empty for anything else."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return node.id if isinstance(node, ast.Name) else ""


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument."""
    return next((entry.value for entry in call.keywords if entry.arg == name), None)


def constant(node: ast.expr | None) -> object:
    """The value of a literal, None for anything else."""
    return node.value if isinstance(node, ast.Constant) else None
