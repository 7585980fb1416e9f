"""Debian packages: which are missing, and their installation. Standard library only: this runs before .venv exists."""

import glob
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.local import labels
from deploy.local.errors import CannotGoOn

INSTALLER = Path(__file__).with_name("install-packages.sh")
DEBIAN_BINARIES = "/usr/sbin:/sbin"


@dataclass(frozen=True)
class Package:
    """A Debian package and how to see that what it brings is there, however it came."""

    name: str
    is_there: Callable[[], bool]


def find_program(name: str) -> str | None:
    """Also looks in the folders for administrators, which a plain user's PATH lacks."""
    return shutil.which(name, path=os.environ.get("PATH", os.defpath) + os.pathsep + DEBIAN_BINARIES)


def _program(name: str) -> Callable[[], bool]:
    return lambda: find_program(name) is not None


def _file(pattern: str) -> Callable[[], bool]:
    return lambda: bool(glob.glob(pattern))


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


TO_SET_UP = (
    Package("python3-venv", _module("ensurepip")),
    Package("nodejs", _program("node")),
    Package("npm", _program("npm")),
)
TO_RUN = (
    Package("postgresql", _file("/usr/lib/postgresql/*/bin/postgres")),
    Package("rabbitmq-server", _file("/usr/lib/rabbitmq/bin/rabbitmq-server")),
    Package("haproxy", _program("haproxy")),
)
TO_TEST = (
    Package("chromium", _program("chromium")),
    Package("poppler-utils", _program("pdftotext")),
    Package("qpdf", _program("qpdf")),
    # Somebody else's OpenID Connect client; without `apache2` itself, which would bring a service of the system's own.
    Package("apache2-bin", _program("apache2")),
    Package("libapache2-mod-auth-openidc", _file("/usr/lib/apache2/modules/mod_auth_openidc.so")),
    Package("fonts-dejavu-core", _file("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")),
)
# The engine of tests/containers; without `containerd`'s or Docker's own service coming up.
TO_CONTAIN = (
    Package("docker.io", _program("dockerd")),
    Package("docker-compose", _program("docker-compose")),
    Package("mmdebstrap", _program("mmdebstrap")),
)
TO_MEASURE = (Package("wrk", _program("wrk")),)


def missing(wanted: tuple[Package, ...]) -> list[str]:
    return [package.name for package in wanted if not package.is_there()]


def _prefix_for_root(names: list[str]) -> list[str]:
    """What to put before a command so that it runs as root. Raises CannotGoOn when there is no way."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is not None:
        if sys.stdin.isatty():
            return [sudo]
        if subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
            return [sudo, "-n"]
    raise CannotGoOn(labels.PACKAGES_MISSING.format(packages=" ".join(names)))


def install(names: list[str]) -> None:
    """Installs without starting, enabling or creating any instance of the system's own (see install-packages.sh)."""
    listed = " ".join(names)
    if shutil.which("apt-get") is None:
        raise CannotGoOn(labels.NO_APT.format(packages=listed))
    command = [*_prefix_for_root(names), "sh", str(INSTALLER), *names]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise CannotGoOn(labels.PACKAGES_FAILED.format(packages=listed))
