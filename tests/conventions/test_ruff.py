"""ruff's settings of the house catch what the house forbids."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BRANCHES = "".join(f"    if x == {number}:\n        x += 1\n" for number in range(9))
_PLANTED = {
    "C901": f"def tangled(x: int) -> int:\n{_BRANCHES}    return x\n",
    "PLR0913": "def wide(a: int, b: int, c: int, d: int, e: int, f: int, g: int) -> None: ...\n",
    "PLC0415": "def late() -> None:\n    import json\n\n    print(json)\n",
    "BLE001": "try:\n    x = 1\nexcept Exception:\n    x = 2\n",
    "TID252": "from . import other\n",
    "E501": f"x = '{'a' * 120}'\n",
    "DTZ005": "from datetime import datetime\n\nx = datetime.now()\n",
    "G004": "import logging\n\nlogging.getLogger().info(f'{1}')\n",
    "S608": "def f(name: str) -> str:\n    return f\"SELECT * FROM a WHERE b = '{name}'\"\n",
    "PGH003": "x: int = ''  # type: ignore\n",
}


def _found(folder: Path) -> dict[str, set[str]]:
    command = [
        sys.executable, "-m", "ruff", "check", "--config", str(ROOT / "pyproject.toml"), "--no-cache",
        "--output-format", "json", ".",
    ]  # fmt: skip
    answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, set[str]] = {}
    for entry in json.loads(answer.stdout):
        found.setdefault(Path(entry["filename"]).stem, set()).add(entry["code"])
    return found


def test_every_planted_violation_is_caught_by_its_rule(tmp_path: Path) -> None:
    for code, text in _PLANTED.items():
        (tmp_path / f"{code.lower()}.py").write_text(text)
    found = _found(tmp_path)
    assert [code for code in _PLANTED if code not in found.get(code.lower(), set())] == []


def test_six_parameters_and_eight_branches_are_allowed(tmp_path: Path) -> None:
    (tmp_path / "plain.py").write_text(
        "def wide(a: int, b: int, c: int, d: int, e: int, f: int) -> None: ...\n\n\n"
        f"def tangled(x: int) -> int:\n{_BRANCHES.replace('    if x == 0:', '    if x == 1:', 1)[27:]}    return x\n"
    )
    assert _found(tmp_path).get("plain", set()) & {"C901", "PLR0913"} == set()
