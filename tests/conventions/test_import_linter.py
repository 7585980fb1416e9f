"""Each contract of .importlinter catches what it forbids, and lets the house's own arrows pass."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.conventions.house import PACKAGES, SERVICES

ROOT = Path(__file__).resolve().parents[2]
_CHASSIS = ("app", "auth", "database", "outbox", "relay", "consumer", "events", "errors", "principal", "tracing")
_ENROLMENT = {
    "__main__.py": "import enrolment.settings\n",
    "app.py": "import enrolment.api.enrolments\nimport enrolment.settings\nimport flask\n",
    "settings.py": "",
    "api/enrolments.py": "import chassis.auth\nimport enrolment.usecases.request_enrolment\n",
    "consumers/identity_events.py": "import chassis.events\nimport enrolment.usecases.request_enrolment\n",
    "usecases/request_enrolment.py": "import chassis.outbox\nimport enrolment.store.tables\n",
    "store/tables.py": "import enrolment.domain.enrolments\nimport sqlalchemy\n",
    "domain/enrolments.py": "import chassis.events\nimport chassis.principal\n",
}
# Contract (its name in .importlinter) → a line too many, and where.
_PLANTED = {
    "Rooms, from the street to the vault": (
        "enrolment/domain/enrolments.py",
        "import enrolment.usecases.request_enrolment",
    ),
    "Settings are read at the entrance only": ("enrolment/usecases/request_enrolment.py", "import enrolment.settings"),
    "Services never import one another": ("web/app.py", "import identity.app"),
    "The chassis knows no service": ("chassis/auth.py", "import identity.app"),
    "What rooms below the doors may use knows neither HTTP nor the broker": ("chassis/outbox.py", "import pika"),
    "Only the chassis speaks to the broker": ("notification/app.py", "import pika"),
    "The domain touches no framework": ("enrolment/domain/enrolments.py", "import sqlalchemy"),
    "Doors hold no SQL and no broker": ("enrolment/api/enrolments.py", "import sqlalchemy"),
    "Below the doors nobody knows HTTP": ("enrolment/store/tables.py", "import flask"),
    "No import cycles": ("chassis/tracing.py", "import chassis.events\nimport chassis.tracing\n"),
}


def _write(root: Path, path: str, text: str) -> None:
    file = root / "services" / path.split("/")[0] / path
    file.parent.mkdir(parents=True, exist_ok=True)
    for folder in (file.parent, *file.parent.parents):
        if folder.parent.parent == root / "services" or folder.parent.parent.parent == root / "services":
            (folder / "__init__.py").touch()
    file.write_text(text)


def _small_house(root: Path) -> None:
    for package in PACKAGES:
        _write(root, f"{package}/__init__.py", "")
    for service in SERVICES:
        for file in ("__main__.py", "app.py", "settings.py"):
            _write(root, f"{service}/{file}", "")
        for room in (
            "api",
            "oidc",
            "pages",
            "consumers",
            "jobs",
            "commands",
            "usecases",
            "store",
            "channels",
            "rendering",
        ):
            _write(root, f"{service}/{room}/__init__.py", "")
        _write(root, f"{service}/domain/__init__.py", "")
    for module in _CHASSIS:
        _write(root, f"chassis/{module}.py", "import flask\n" if module in ("app", "auth") else "")
    for path, text in _ENROLMENT.items():
        _write(root, f"enrolment/{path}", text)
    shutil.copy(ROOT / ".importlinter", root / ".importlinter")


def _lint(root: Path) -> str:
    paths = os.pathsep.join(str(root / "services" / package) for package in PACKAGES)
    answer = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": paths, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout + answer.stderr


def test_the_arrows_of_the_house_are_allowed(tmp_path: Path) -> None:
    _small_house(tmp_path)
    said = _lint(tmp_path)
    assert "BROKEN" not in said, said
    assert said.count("KEPT") == len(_PLANTED), said


def test_every_contract_catches_its_planted_violation(tmp_path: Path) -> None:
    _small_house(tmp_path)
    for path, line in _PLANTED.values():
        file = tmp_path / "services" / path.split("/")[0] / path
        file.write_text(f"{file.read_text()}{line}\n")
    _write(tmp_path, "chassis/events.py", "import chassis.tracing\n")
    said = _lint(tmp_path)
    kept = [name for name in _PLANTED if f"{name} BROKEN" not in said]
    assert kept == [], said


def test_a_room_that_is_no_room_is_caught(tmp_path: Path) -> None:
    _small_house(tmp_path)
    _write(tmp_path, "enrolment/services.py", "")
    assert "Rooms, from the street to the vault BROKEN" in _lint(tmp_path)
