"""Where things may stand, and under which names."""

import re
from collections.abc import Iterator

from tests.conventions.house import PACKAGES, House, convention, fine, violation

_ROOMS = {"api", "consumers", "jobs", "commands", "usecases", "domain", "store"}
_OF_ONE = {
    "identity": {"oidc", "clients", "pages", "labels.py", "templates", "static"},
    "notification": {"channels", "templates", "labels.py"},
    "catalogue": {"rendering", "labels.py"},
    "documents": {"rendering", "templates", "labels.py"},
    "web": {"pages", "clients", "labels", "templates", "static"},
}
_ENTRANCE = {"__init__.py", "__main__.py", "app.py", "settings.py", "py.typed"}
_BESIDE = {"pyproject.toml", "README.md", "migrations", "tests"}
_TOP = {
    "Makefile", "README.md", "pyproject.toml", ".importlinter", ".gitignore", ".dockerignore", ".gitattributes",
    ".editorconfig", ".npmrc", ".env.example", ".ci", "requirements", "package.json", "package-lock.json",
    "conftest.py", "contracts", "services", "gateway", "deploy", "tests", "LICENSE",
}  # fmt: skip
_HOUSE_TESTS = {
    "support", "conventions", "contracts", "journeys", "browser", "gateway", "faults", "security", "containers",
    "benchmarks", "local",
}  # fmt: skip
_NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
_MIGRATION = re.compile(r"^\d{8}_\d{4}_[a-z0-9_]+\.py$")


@convention(
    "A service holds only rooms of the house",
    violation("services/enrolment/enrolment/services/x.py", ""),
    violation("services/enrolment/enrolment/models.py", ""),
    violation("services/enrolment/enrolment/pages/x.py", ""),
    violation("services/enrolment/scripts/x.py", ""),
    violation("services/billing/billing/app.py", ""),
    fine("services/web/web/pages/x.py", ""),
)
def services_hold_known_rooms(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[0] != "services" or len(file.parts) < 3:
            continue
        service, second = file.parts[1], file.parts[2]
        if service not in PACKAGES:
            yield file.at(1, f"no service {service} in the house")
        elif second not in _BESIDE | {service}:
            yield file.at(1, f"{second} does not stand beside a service's package")
        elif second == service and service != "chassis":
            room = file.parts[3]
            if room not in _ROOMS | _ENTRANCE | _OF_ONE.get(service, set()):
                yield file.at(1, f"{room} is no room of {service}")


@convention(
    "The top of the tree and tests/ hold what design.md names",
    violation("scripts/x.sh", ""),
    violation("setup.cfg", ""),
    violation("tests/misc/test_x.py", ""),
    fine("tests/faults/test_x.py", ""),
)
def the_top_is_known(house: House) -> Iterator[str]:
    for file in house.files:
        if file.parts[0] not in _TOP:
            yield file.at(1, "nothing of this name at the top")
        elif file.parts[0] == "tests" and len(file.parts) > 2 and file.parts[1] not in _HOUSE_TESTS:
            yield file.at(1, f"tests/ has no room {file.parts[1]}")


@convention(
    "No file is named utils, helpers, common, misc, manager or base",
    violation("services/enrolment/enrolment/domain/utils.py", ""),
    violation("services/web/web/templates/base.html", ""),
    violation("deploy/local/helpers/x.py", ""),
)
def files_have_telling_names(house: House) -> Iterator[str]:
    for file in house.files:
        parts = file.parts if file.name.endswith(".py") else file.parts[-1:]
        stems = {part.split(".")[0] for part in parts}
        for stem in sorted(stems & _NAMELESS):
            yield file.at(1, f"{stem} says nothing")


@convention(
    "A migration is named by date, hour and what it does",
    violation("services/enrolment/migrations/versions/0001_initial.py", ""),
    fine("services/enrolment/migrations/versions/20261123_1015_create_enrolments.py", ""),
)
def migrations_are_named_by_date(house: House) -> Iterator[str]:
    for file in house.python:
        if "versions" in file.parts and "migrations" in file.parts and not _MIGRATION.match(file.name):
            yield file.at(1, "not <yyyymmdd>_<hhmm>_<what>.py")


@convention(
    "Every service says in its README what it owns, says, hears and needs",
    violation("services/enrolment/enrolment/app.py", ""),
    violation("services/enrolment/README.md", "# enrolment\n## Owns\n## Says\n## Hears\n"),
    fine("services/enrolment/README.md", "# enrolment\n## Owns\n## Says\n## Hears\n## Needs\n"),
)
def readmes_have_their_parts(house: House) -> Iterator[str]:
    for name in sorted({file.parts[1] for file in house.files if file.parts[0] == "services" and len(file.parts) > 2}):
        if name == "chassis":
            continue
        path = f"services/{name}/README.md"
        headings = {match.lower() for match in re.findall(r"^#+ (\w+)", house.text(path), re.MULTILINE)}
        for part in ("owns", "says", "hears", "needs"):
            if part not in headings:
                yield f"{path}:1: no heading « {part} »"


@convention(
    "Every target of the Makefile is in the README",
    violation("Makefile", "run: ## Start\n\t@true\n"),
    fine("Makefile", "# no target\n"),
)
def make_targets_are_documented(house: House) -> Iterator[str]:
    readme = house.text("README.md")
    for target in re.findall(r"^([a-z][a-z-]*):", house.text("Makefile"), re.MULTILINE):
        if f"make {target}" not in readme:
            yield f"README.md:1: `make {target}` is not told"
