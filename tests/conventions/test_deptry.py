"""What a service's pyproject.toml names is what its code imports: its image holds that and nothing else.

deptry knows which distribution an imported name comes from; what only another one brings along counts as missing.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conventions.house import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
# The chassis is named for people and for the image's recipe, and is installed by no name; boto3 (where documents lie in
# an object store) and pyld (with the first badge) are loaded by `resolve_name`, which no reader of imports can see.
_NAMED_ALL_THE_SAME = "DEP002=parcourspro-chassis|boto3|pyld"
_PLANTED = """\
[project]
name = "parcourspro-planted"
version = "0.1.0"
dependencies = ["parcourspro-chassis", "pyotp", "segno"]
"""


def _faults(folder: Path, tmp_path: Path) -> list[str]:
    """Of the service in `folder`, whose package has the folder's name."""
    told = tmp_path / "faults.json"
    known = [word for name in ("chassis", folder.name) for word in ("--known-first-party", name)]
    subprocess.run(
        [
            sys.executable, "-m", "deptry", str(folder), "--config", str(folder / "pyproject.toml"), *known,
            "--exclude", ".*/tests/", "--per-rule-ignores", _NAMED_ALL_THE_SAME, "--json-output", str(told),
        ],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )  # fmt: skip
    return sorted({fault["error"]["message"] for fault in json.loads(told.read_text())})


@pytest.mark.parametrize("package", PACKAGES)
def test_a_service_names_what_it_imports_and_nothing_besides(package: str, tmp_path: Path) -> None:
    assert _faults(ROOT / "services" / package, tmp_path) == []


def test_what_is_imported_and_not_named_and_the_reverse_are_both_told(tmp_path: Path) -> None:
    folder = tmp_path / "planted"
    (folder / "planted").mkdir(parents=True)
    (folder / "pyproject.toml").write_text(_PLANTED)
    (folder / "planted/__init__.py").write_text(
        "import chassis.events\nimport httpx\nimport segno\n\nX = chassis, httpx, segno\n"
    )
    named, imported = _faults(folder, tmp_path)
    assert "'pyotp' defined as a dependency but not used" in imported + named
    assert "'httpx' imported but" in imported + named
