"""The gateway of one instance: HAProxy, with what gateway/ renders from Kong's state files."""

import json
from pathlib import Path

from deploy.local import labels, packages
from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK, PYTHON, Instance
from deploy.local.processes import Processes, Program, plain_environment
from deploy.local.services import SERVICES, process_name

NAME = "gateway"


class Gateway:
    def __init__(self, instance: Instance, processes: Processes) -> None:
        self._instance = instance
        self._processes = processes

    @property
    def keys(self) -> Path:
        """Public keys of identity, one `<kid>.pem` each."""
        return self._instance.subfolder(NAME, "keys")

    @property
    def _configuration(self) -> Path:
        return self._instance.path(NAME, "haproxy.cfg")

    def render(self, *, jwks: str | None = None) -> None:
        """With the keys of the folder, or with those published at `jwks` now.

        Raises:
            CannotGoOn: in the renderer's own words.
        """
        addresses = self._instance.path(NAME, "addresses.json")
        ports = self._instance.ports
        here = {service: f"{LOOPBACK}:{ports[process_name(service, 'serve')]}" for service in SERVICES}
        addresses.write_text(json.dumps(here))
        command: list[str | Path] = [PYTHON, "-m", "gateway.render", "--target", "haproxy", "--environment", "local"]
        command += ["--keys", self.keys, "--addresses", addresses, *(["--jwks", jwks] if jwks else [])]
        command += ["--listen", f"{LOOPBACK}:{ports['site']}", "--output", self._configuration]
        self._processes.run(Program(name="gateway.render", command=command, environment=plain_environment()))

    def start(self) -> None:
        """SIGUSR2 to the process makes it read its configuration anew."""
        haproxy = packages.find_program("haproxy")
        if haproxy is None:
            raise CannotGoOn(labels.PACKAGES_MISSING.format(packages="haproxy"))
        command = [haproxy, "-W", "-db", "-f", str(self._configuration)]
        self._processes.start(Program(name=NAME, command=command, environment=plain_environment()))
