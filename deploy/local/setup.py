"""`python3 -m deploy.local.setup`: everything that is installed before the platform can start.

Standard library only, any Python from 3.11. Each step leaves a stamp with the hash of what it was made from, so that a
second run does nothing.
"""

import hashlib
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from deploy.local import labels, packages
from deploy.local.errors import CannotGoOn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
SERVICES = ("chassis", "identity", "catalogue", "enrolment", "notification", "documents", "web")
OLDEST_PYTHON = (3, 11)


Command = list[str | Path]


def say(line: str) -> None:
    print(line, flush=True)


def digest_of(*paths: Path) -> str:
    content = b"\0".join(path.read_bytes() for path in paths)
    return hashlib.sha256(content + platform.python_version().encode()).hexdigest()


class Stamp:
    """A file that says from what a step's result was made."""

    def __init__(self, path: Path, *sources: Path) -> None:
        self._path = path
        self._wanted = digest_of(*sources)

    def is_current(self) -> bool:
        return self._path.is_file() and self._path.read_text() == self._wanted

    def put(self) -> None:
        self._path.write_text(self._wanted)


def run(command: Command, *, refusal: str, environment: dict[str, str] | None = None) -> None:
    """Raises CannotGoOn with `refusal` when the command fails; its own output stays on the terminal."""
    done = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise CannotGoOn(f"{refusal} {labels.SEE_ABOVE}")


def _uv_environment() -> dict[str, str]:
    environment = dict(os.environ)
    # Behind a company's own certificate authority uv fails without this; a downloaded interpreter is never wanted.
    environment["UV_SYSTEM_CERTS"] = "1"
    environment["UV_PYTHON_DOWNLOADS"] = "never"
    environment["VIRTUAL_ENV"] = str(VENV)
    if "PIP_INDEX_URL" in environment:
        environment.setdefault("UV_DEFAULT_INDEX", environment["PIP_INDEX_URL"])
    return environment


def make_python_environment() -> bool:
    """True when something had to be installed."""
    locked, bootstrap = ROOT / "requirements/dev.txt", ROOT / "requirements/uv.txt"
    stamp = Stamp(VENV / "parcourspro.stamp", locked, bootstrap)
    if stamp.is_current():
        return False
    run([sys.executable, "-m", "venv", VENV], refusal=labels.VENV_FAILED)
    python = VENV / "bin/python"
    pip: Command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*pip, "--requirement", bootstrap], refusal=labels.PYTHON_REGISTRY_FAILED)
    uv: Command = [VENV / "bin/uv", "pip", "sync", "--quiet", "--require-hashes", "--python", python]
    run([*uv, locked], refusal=labels.PYTHON_REGISTRY_FAILED, environment=_uv_environment())
    stamp.put()
    return True


def list_service_folders() -> None:
    """A .pth file: the services are imported from where they lie. Folders that do not exist yet do no harm."""
    folders = [ROOT, *(ROOT / "services" / name for name in SERVICES)]
    content = "".join(f"{folder}\n" for folder in folders)
    for site_packages in VENV.glob("lib/python3.*/site-packages"):
        listing = site_packages / "parcourspro.pth"
        if not listing.is_file() or listing.read_text() != content:
            listing.write_text(content)


def fetch_front_end_files() -> bool:
    """True when something had to be installed."""
    stamp_path = ROOT / "node_modules/.parcourspro.stamp"
    stamp = Stamp(stamp_path, ROOT / "package-lock.json", ROOT / "package.json")
    if stamp.is_current():
        return False
    npm = packages.find_program("npm") or "npm"
    run([npm, "ci", "--ignore-scripts", "--silent"], refusal=labels.NPM_REGISTRY_FAILED)
    stamp.put()
    return True


def install_packages(wanted: tuple[packages.Package, ...]) -> bool:
    """True when something had to be installed."""
    names = packages.missing(wanted)
    if not names:
        return False
    say(labels.STEP_PACKAGES.format(packages=", ".join(names)))
    packages.install(names)
    return True


def wanted_by(arguments: list[str]) -> tuple[packages.Package, ...]:
    """`--tests`, `--containers` and `--bench` ask for what tests, containers and measurements need besides."""
    more = {
        "--tests": packages.TO_TEST + packages.TO_CONTAIN,
        "--containers": packages.TO_CONTAIN,
        "--bench": packages.TO_MEASURE,
    }
    return sum((more[one] for one in more if one in arguments), packages.TO_SET_UP + packages.TO_RUN)


def set_up(wanted: tuple[packages.Package, ...]) -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise CannotGoOn(labels.PYTHON_TOO_OLD.format(version=platform.python_version()))
    something = install_packages(wanted)
    for step, act in ((labels.STEP_PYTHON, make_python_environment), (labels.STEP_NPM, fetch_front_end_files)):
        started = time.monotonic()
        if act():
            something = True
            say(labels.DONE_IN.format(step=step, seconds=f"{time.monotonic() - started:.1f}".replace(".", ",")))
    list_service_folders()
    if not something:
        say(labels.SETUP_WARM)


def main(arguments: list[str]) -> int:
    try:
        set_up(wanted_by(arguments))
    except CannotGoOn as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
