"""A container engine of our own: Debian's dockerd, started and stopped here, reachable by one unix socket only.

It shares nothing with an engine of the system: its data, its state and its socket lie in the instance's folder, and it
touches neither the machine's packet filter nor its forwarding. Containers reach one another by name on networks of
ours; only what a build needs comes from outside, over the machine's own network (`--network host`).
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.compose import labels
from deploy.local.errors import CannotGoOn
from deploy.local.instance import ROOT, Instance
from deploy.local.packages import find_program
from deploy.local.processes import Processes, Program, Running, plain_environment

NAME = "dockerd"
READY_TIMEOUT_S = 60.0
COMMAND_TIMEOUT_S = 1_200.0
# sizeof(sun_path) in Linux, less the final NUL.
LONGEST_SOCKET_PATH = 107
# Addresses for trials of network gear (RFC 2544): no network that a machine is in has them.
NETWORKS = "198.18.0.0/15"
PACKAGES = {"dockerd": "docker.io", "docker-compose": "docker-compose", "mmdebstrap": "mmdebstrap"}


def debian_client() -> str:
    """Debian's own client before another on the PATH, which may want plug-ins that are not here."""
    return shutil.which("docker", path="/usr/bin") or find_program("docker") or "docker"


def why_not() -> str | None:
    """Why no engine can start here, None where it may."""
    if os.geteuid() != 0:
        return labels.NOT_ROOT
    if missing := [name for name in PACKAGES if find_program(name) is None]:
        packages = ", ".join(PACKAGES[name] for name in missing)
        return labels.PROGRAMS_MISSING.format(programs=", ".join(missing), packages=packages)
    return None


class Engine:
    """The engine of one instance. Use from the main thread."""

    def __init__(self, instance: Instance, processes: Processes) -> None:
        self._instance = instance
        self._processes = processes
        self._running: Running | None = None

    @property
    def socket(self) -> Path:
        return self._instance.path("engine.sock")

    @property
    def environment(self) -> dict[str, str]:
        """For its clients: `docker` and `docker-compose`."""
        client = {"DOCKER_HOST": f"unix://{self.socket}", "DOCKER_BUILDKIT": "1"}
        return plain_environment(DOCKER_CONFIG=str(self._instance.subfolder("client")), **client)

    def _command(self) -> list[str | Path]:
        # `/etc/docker/daemon.json` belongs to an engine of the system.
        configuration = self._instance.path("daemon.json")
        pools = [{"base": NETWORKS, "size": 24}]
        configuration.write_text(json.dumps({"default-address-pools": pools, "live-restore": False}))
        return [
            find_program("dockerd") or "dockerd",
            *("--config-file", configuration),
            *("--data-root", self._instance.subfolder("engine")),
            *("--exec-root", self._instance.subfolder("x")),
            *("--pidfile", self._instance.path("dockerd.pid")),
            *("--host", f"unix://{self.socket}"),
            *("--bridge", "none"),
            *("--storage-driver", "overlay2"),
            "--iptables=false",
            "--ip6tables=false",
            "--ip-forward=false",
            "--ip-masq=false",
        ]

    def start(self) -> None:
        """Raises CannotGoOn when it does not come up, with its last words."""
        longest = max((self.socket, self._instance.path("x", "containerd", "containerd-debug.sock")), key=_length)
        if _length(longest) > LONGEST_SOCKET_PATH:
            said = {"path": longest, "length": _length(longest), "longest": LONGEST_SOCKET_PATH}
            raise CannotGoOn(labels.PATH_TOO_LONG.format(**said))
        self._instance.path("dockerd.pid").unlink(missing_ok=True)
        program = Program(name=NAME, command=self._command(), environment=plain_environment(), stop_timeout_s=60)
        self._running = self._processes.start(program)
        try:
            self._processes.wait_until(self._answers, running=self._running, timeout_s=READY_TIMEOUT_S)
        except CannotGoOn as refusal:
            self.stop()
            raise CannotGoOn(labels.ENGINE_FAILED.format(reason=refusal)) from refusal

    def _answers(self) -> bool:
        asked = [debian_client(), "version", "--format", "{{.Server.Version}}"]
        return subprocess.run(asked, env=self.environment, capture_output=True, check=False).returncode == 0

    def stop(self) -> None:
        """With the containers that still run."""
        self._processes.stop(NAME)

    def docker(self, *words: str | Path, timeout_s: float = COMMAND_TIMEOUT_S) -> str:
        """What `docker …` prints. Raises CannotGoOn where it fails."""
        return run([debian_client(), *words], environment=self.environment, timeout_s=timeout_s)

    def remove_containers(self) -> None:
        """Whatever a run that was ended too early has left; the engine brings it up again when it starts."""
        if left := self.docker("ps", "--all", "--quiet").split():
            self.docker("rm", "--force", "--volumes", *left)

    def has_image(self, name: str) -> bool:
        return bool(self.docker("images", "--quiet", name).strip())

    def build(
        self,
        tag: str,
        *,
        file: Path,
        folder: Path = ROOT,
        target: str | None = None,
        arguments: Mapping[str, str | None] | None = None,
        secrets: Iterable[str] = (),
    ) -> None:
        """An image called `tag`, by BuildKit; `secrets` are files shown to the build and kept in no layer."""
        given = [f"--build-arg={name}={value}" for name, value in (arguments or {}).items() if value is not None]
        shown = [f"--secret={secret}" for secret in secrets]
        wanted = ["--target", target] if target else []
        words = ["--network", "host", "--progress", "plain", "--tag", tag, "--file", str(file)]
        self.docker("build", *words, *wanted, *given, *shown, folder)


def _length(path: Path) -> int:
    return len(os.fsencode(path))


def run(command: Iterable[str | Path], *, environment: Mapping[str, str], timeout_s: float) -> str:
    """What a command prints on standard output.

    Raises:
        CannotGoOn: it failed; the text holds the end of what it said.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise CannotGoOn(labels.COMMAND_FAILED.format(command=" ".join(words[:4]), code="-", end=late)) from late
    if done.returncode != 0:
        end = "\n".join((done.stderr or done.stdout).splitlines()[-40:])
        raise CannotGoOn(labels.COMMAND_FAILED.format(command=" ".join(words[:4]), code=done.returncode, end=end))
    return done.stdout
