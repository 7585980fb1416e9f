"""The platform in containers: started, waited for, scaled, rolled to another image, taken down."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.compose import labels, standins
from deploy.compose.engine import Engine, run
from deploy.local.demo import DATA as DEMO
from deploy.local.demo import SPEAKERS
from deploy.local.errors import CannotGoOn
from deploy.local.instance import LOOPBACK
from deploy.local.packages import find_program
from deploy.local.rabbitmq import VHOST

HERE = Path(__file__).parent
FILES = (HERE / "compose.yaml", HERE / "compose.standins.yaml")
TIMEOUT_S = 900.0
READY_TIMEOUT_S = 300.0
POLL_S = 0.5
# A worker may come before its broker; who fails more often will fail for ever.
MOST_RESTARTS = 4
# How long a gateway needs to learn that a name answers differently: see deploy/compose/gateway.yaml.
NOTICED_S = 8.0


@dataclass(frozen=True, kw_only=True)
class Container:
    """`health` is empty where nobody asks after it."""

    id: str
    name: str
    service: str
    state: str
    health: str
    exit_code: int
    restarts: int
    created_at: str

    @property
    def is_well(self) -> bool:
        if self.state == "exited":
            return self.exit_code == 0
        return self.state == "running" and self.health in ("", "healthy")


class Stack:
    """One project of compose in our engine, on stand-ins. `ports`: `site` and `mailbox`, on loopback."""

    def __init__(self, engine: Engine, *, project: str, ports: Mapping[str, int], tag: str) -> None:
        self._engine = engine
        self.project = project
        self._ports = ports
        self.tag = tag
        # For trials of « after the session »: every process started from now on goes by this clock.
        self.clock_offset_s = 0

    @property
    def site_url(self) -> str:
        return f"http://{LOOPBACK}:{self._ports['site']}"

    @property
    def mailbox_url(self) -> str:
        return f"http://{LOOPBACK}:{self._ports['mailbox']}"

    def environment(self, *, tag: str | None = None) -> dict[str, str]:
        return {
            **self._engine.environment,
            "COMPOSE_PROJECT_NAME": self.project,
            # A service holds its turn while its containers wait for theirs: with fewer turns than two for each
            # service, compose 1.29 can wait for itself for ever.
            "COMPOSE_PARALLEL_LIMIT": "128",
            "COMPOSE_HTTP_TIMEOUT": "300",
            "PORT": str(self._ports["site"]),
            "MAILBOX_PORT": str(self._ports["mailbox"]),
            "PP_PUBLIC_URL": self.site_url,
            "PP_TAG": tag or self.tag,
            "PP_POSTGRES_IMAGE": standins.image("postgres"),
            "PP_RABBITMQ_IMAGE": standins.image("rabbitmq"),
            "PP_KONG_IMAGE": standins.image("haproxy"),
            "PP_GATEWAY": "haproxy",
            "PP_GATEWAY_FILE": "haproxy.cfg",
            "PP_CLOCK_OFFSET_S": str(self.clock_offset_s),
        }

    def compose(self, *words: str, tag: str | None = None) -> str:
        """What Debian's compose (1.29) prints. Raises CannotGoOn where it fails."""
        program = find_program("docker-compose") or "docker-compose"
        files = [word for file in FILES for word in ("--file", str(file))]
        return run([program, *files, *words], environment=self.environment(tag=tag), timeout_s=TIMEOUT_S)

    def up(self, *words: str, tag: str | None = None) -> None:
        """Start what is not up, and wait until all is well."""
        self.compose("up", "--detach", "--no-build", *words, tag=tag)
        self.wait()

    def go_by_another_clock(self, offset_s: int) -> None:
        """Every process of a service started anew, so many seconds ahead of the true time."""
        self.clock_offset_s = offset_s
        self.up()
        time.sleep(NOTICED_S)

    def down(self) -> None:
        """Containers, networks and volumes."""
        self.compose("down", "--volumes", "--remove-orphans", "--timeout", "20")

    def containers(self, *services: str) -> list[Container]:
        """Those of the services named, or all; the oldest first."""
        mine = f"label=com.docker.compose.project={self.project}"
        ids = self._engine.docker("ps", "--all", "--quiet", "--no-trunc", "--filter", mine).split()
        if not ids:
            return []
        told = json.loads(self._engine.docker("inspect", *ids))
        found = [_container(one) for one in told]
        wanted = [one for one in found if not services or one.service in services]
        return sorted(wanted, key=lambda one: one.created_at)

    def wait(self, *services: str, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Until every container is healthy, or has done its work; raises CannotGoOn with the names of the others."""
        deadline = time.monotonic() + timeout_s
        while ill := [one for one in self.containers(*services) if not one.is_well]:
            dead = [one for one in ill if one.state == "exited" or one.restarts >= MOST_RESTARTS]
            if dead or time.monotonic() > deadline:
                told = "\n".join(self._last_words(one) for one in (dead or ill)[:3])
                names = ", ".join(f"{one.name} ({one.state} {one.health})" for one in ill)
                raise CannotGoOn(labels.COMMAND_FAILED.format(command=names, code="-", end=told))
            time.sleep(POLL_S)

    def _last_words(self, container: Container) -> str:
        command = ["logs", "--tail", "15", container.id]
        return f"{container.name}: {self._engine.docker(*command)}"

    def scale(self, service: str, count: int, *, tag: str | None = None) -> None:
        """That many containers of a service; those that run stay as they are."""
        self.up("--no-deps", "--no-recreate", "--scale", f"{service}={count}", service, tag=tag)

    def stop_container(self, container: Container, *, grace_s: int = 45) -> None:
        """SIGTERM, patience, and gone."""
        self._engine.docker("stop", "--time", str(grace_s), container.id)
        self._engine.docker("rm", container.id)

    def roll(self, service: str, *, tag: str) -> None:
        """Each container of a service replaced by one of another image: first the new ones, then the old ones go."""
        old = self.containers(service)
        self.scale(service, 2 * len(old), tag=tag)
        time.sleep(NOTICED_S)
        for container in old:
            self.stop_container(container)

    def run_once(self, service: str, *arguments: str) -> str:
        """What `python -m SERVICE ARGUMENT…` prints, in a container of its own that sees the demo data as /demo."""
        demo = ("--volume", f"{DEMO}:/demo:ro")
        return self.compose("run", "--rm", "--no-deps", "-T", *demo, f"migrate-{service}", *arguments)

    def query(self, service: str, statement: str) -> str:
        """One value of the service's database."""
        asked = ["psql", "--host=/tmp", "--username=postgres", "--tuples-only", "--no-align", "--command", statement]
        return self.compose("exec", "-T", "postgres", *asked, service).strip()

    def broker(self, *words: str) -> str:
        """What `rabbitmqctl …` says of our virtual host, fields between tabs."""
        return self.compose("exec", "-T", "rabbitmq", "rabbitmqctl", "--quiet", "--vhost", VHOST, *words)

    def load_demo(self) -> None:
        for service in SPEAKERS:
            self.run_once(service, "seed-demo", f"/demo/{service}.json")


def _container(told: dict[str, object]) -> Container:
    state, config = told["State"], told["Config"]
    assert isinstance(state, dict)
    assert isinstance(config, dict)
    return Container(
        id=str(told["Id"]),
        name=str(told["Name"]).lstrip("/"),
        service=config["Labels"]["com.docker.compose.service"],
        state=state["Status"],
        health=state.get("Health", {}).get("Status", ""),
        exit_code=state["ExitCode"],
        restarts=int(str(told["RestartCount"])),
        created_at=str(told["Created"]),
    )
