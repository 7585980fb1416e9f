"""Debian packages: what is missing is said in one line, with how to get it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local import packages
from deploy.local.errors import CannotGoOn
from deploy.local.instance import ROOT
from deploy.local.packages import INSTALLER, Package

ABSENT = Package("absent-package", lambda: False)
PRESENT = Package("present-package", lambda: True)
# Run by a user who is neither root nor able to use sudo.
AS_NOBODY = """
import os, sys
sys.path.insert(0, os.getcwd())
from deploy.local import packages
from deploy.local.errors import CannotGoOn
os.setgid(65534), os.setuid(65534)
try:
    packages.install(["postgresql", "haproxy"])
except CannotGoOn as refusal:
    print(refusal)
"""


def test_only_what_is_missing_is_named() -> None:
    assert packages.missing((ABSENT, PRESENT)) == ["absent-package"]


def test_programs_for_administrators_are_found_with_a_plain_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")
    assert packages.find_program("start-stop-daemon")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody without rights")
def test_without_root_and_sudo_one_line_says_what_to_ask_for(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", AS_NOBODY],
        cwd=ROOT,
        env={"PATH": str(tmp_path) + ":/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(said.splitlines()) == 1
    assert "apt-get install --no-install-recommends postgresql haproxy" in said


def test_without_apt_the_names_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotGoOn, match=r"haproxy.*apt-get"):
        packages.install(["haproxy"])


def test_the_installer_is_a_valid_shell_script() -> None:
    assert subprocess.run(["sh", "-n", INSTALLER], check=False).returncode == 0
