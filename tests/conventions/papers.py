"""What the papers say is what the code does, and no paper names a machine."""

import ast
import re
from collections.abc import Iterator

from tests.conventions.house import House, Plant, constant, convention, dotted, fine, violation

_VARIABLE = re.compile(r"\bPP_[A-Z][A-Z0-9_]+\b")
_ROW = re.compile(r"^\|\s*`(PP_[A-Z0-9_]+)`\s*\|", re.MULTILINE)
_SETTINGS = "services/enrolment/enrolment/settings.py"
_README = "services/enrolment/README.md"
_SETTING = 'x: str = setting("PP_SMTP_URL", help="…")\n'
_TOLD = "| `PP_SMTP_URL` | where |\n"
_COMMON = "services/chassis/chassis/settings.py"


def _variables(house: House, package: str) -> set[str]:
    found = set()
    for file in house.packages:
        if file.package == package and file.room == "settings":
            for call in file.calls():
                if dotted(call).endswith("setting") and call.args:
                    found.add(str(constant(call.args[0])))
    return found


@convention(
    "Every setting of a service is in its README, those of all in the chassis', and back",
    Plant(files={_SETTINGS: _SETTING, _README: "# enrolment\n"}),
    Plant(files={_SETTINGS: "", _README: _TOLD}),
    Plant(files={_SETTINGS: _SETTING, _README: _TOLD}, is_clean=True),
    Plant(files={_COMMON: _SETTING, _SETTINGS: "", _README: _TOLD, "services/chassis/README.md": _TOLD}, is_clean=True),
)
def settings_are_told(house: House) -> Iterator[str]:
    common = _variables(house, "chassis")
    for name in ["chassis", *house.service_names()]:
        if not (house.root / "services" / name).is_dir():
            continue
        readme = f"services/{name}/README.md"
        told = set(_ROW.findall(house.text(readme)))
        own = common if name == "chassis" else _variables(house, name)
        for variable in sorted(own - told):
            yield f"{readme}:1: {variable} is not in its table"
        for variable in sorted(told - own - common):
            yield f"{readme}:1: {variable} is no setting"


@convention(
    "Settings are read in settings.py only",
    violation("services/enrolment/enrolment/usecases/x.py", "import os\nx = os.environ['PP_X']\n"),
    violation("services/enrolment/enrolment/app.py", "import os\nx = os.getenv('HOME')\n"),
    fine("services/chassis/chassis/settings.py", "import os\nx = os.environ\n"),
)
def the_environment_is_read_once(house: House) -> Iterator[str]:
    for file in house.packages:
        if file.room != "settings":
            for node in ast.walk(file.module):
                if not isinstance(node, ast.Attribute | ast.Call) or dotted(node) not in ("os.environ", "os.getenv"):
                    continue
                # The metrics library has no other way of being told where its files lie.
                if "PROMETHEUS_MULTIPROC_DIR" not in file.lines[node.lineno - 1]:
                    yield file.at(node.lineno, "reads the environment")


_TEXTS = (
    ".py", ".md", ".yaml", ".yml", ".json", ".toml", ".ini", ".cfg", ".txt", ".in", ".sh", ".html", ".css", ".js",
    ".mako", ".typ", ".j2", ".conf", "Makefile", "run", ".npmrc", ".importlinter", ".gitignore", ".svg", ".xml",
)  # fmt: skip
# Written in pieces, so that this file does not name what it looks for.
_MACHINE = re.compile(
    r"(?<![\w.$}/-])/(?:" + "|".join(("work", "farm", "home", "root")) + r")/[\w.]|/tmp/(?:house|v)\b|"
    r"--(?:extra-)?index-url|https?://[^ \"']*(?:/simple\b|\.whl|\.tgz)|\"resolved\":\s*\"https?:|"
    + r"https?://registry"
    + r"\.npmjs|https?://pypi"
    + r"\.org|https?://files\.python"
    + "hosted"
)


@convention(
    "No file names a path of a machine or the address of a package registry",
    violation("deploy/local/x.py", "ROOT = '/" + "work/main'\n"),
    violation("requirements/x.txt", "--index" + "-url somewhere\n"),
    violation("package-lock.json", '"resolved": "https:' + '//somewhere/x.tgz"\n'),
    fine("deploy/local/x.py", "ROOT = '/var/lib/postgresql'  # ./services/web/work/x\n"),
)
def no_machine_is_named(house: House) -> Iterator[str]:
    for file in house.files:
        if not file.name.endswith(_TEXTS) or file.path == "tests/conventions/papers.py":
            continue
        for number, line in enumerate(file.lines, 1):
            found = _MACHINE.search(line)
            if found:
                yield file.at(number, f"names a machine: {found.group()}")


_NUMBERED = re.compile(r"^\d{4}-[a-z0-9-]+\.md$")


@convention(
    "A decision tells its context, what was decided, what was rejected and what follows",
    violation("contracts/decisions/0001-x.md", "# X\n## Context\n## Decision\n"),
    violation("contracts/decisions/x.md", "# X\n## Context\n## Decision\n## Rejected\n## Consequences\n"),
    fine("contracts/decisions/0001-x.md", "# X\n## Context\n## Decision\n## Rejected\n## Consequences\n"),
)
def decisions_have_their_parts(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[:2] != ("contracts", "decisions"):
            continue
        headings = set(re.findall(r"^## (\w+)", file.text, re.MULTILINE))
        missing = {"Context", "Decision", "Rejected", "Consequences"} - headings
        if missing or not _NUMBERED.match(file.name):
            yield file.at(1, f"lacks {', '.join(sorted(missing)) or 'its number'}")


@convention(
    "contracts/ holds no code",
    violation("contracts/events/x.py", "x = 1\n"),
    fine("contracts/glossary.md", "# Words\n"),
)
def contracts_hold_no_code(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[0] == "contracts" and not file.name.endswith((".md", ".yaml", ".json", ".txt")):
            yield file.at(1, "contracts are language-neutral")


_PACKAGE = re.compile(r"^([a-z][a-z0-9.-]*)", re.MULTILINE)
_DEPENDENCIES = "contracts/decisions/0005-dependencies.md"


@convention(
    "Every package that the requirements ask for has its reason in decision 5",
    Plant(files={"requirements/runtime.in": "leftpad>=1\n", _DEPENDENCIES: "| flask |\n"}),
    Plant(files={"requirements/runtime.in": "flask>=3\n-r x.in\n", _DEPENDENCIES: "| flask |\n"}, is_clean=True),
)
def dependencies_have_reasons(house: House) -> Iterator[str]:
    told = set(re.findall(r"[a-z0-9.-]+", house.text(_DEPENDENCIES)))
    for file in house.files:
        if file.parts[0] == "requirements" and file.name.endswith(".in"):
            for name in _PACKAGE.findall(file.text):
                if name not in told and not name.startswith("types-"):
                    yield file.at(1, f"{name} has no reason in {_DEPENDENCIES}")
