"""The images of the platform: one a service, and `tools`; on a registry's bases or on stand-ins for them."""

import time
from collections.abc import Iterable
from pathlib import Path

from deploy.compose import labels, standins
from deploy.compose.engine import Engine
from deploy.local.progress import Say, seconds
from deploy.local.services import SERVICES

HERE = Path(__file__).parent
DOCKERFILE = HERE / "Dockerfile"
TOOLS = "tools"
# Where packages may come through a company's own certificate authority, these are the authorities to believe.
AUTHORITIES = Path("/etc/ssl/certs/ca-certificates.crt")


def image(name: str, *, tag: str) -> str:
    return f"parcourspro/{name}:{tag}"


def build(engine: Engine, *, tag: str, say: Say, names: Iterable[str] = (TOOLS, *SERVICES)) -> None:
    """Raises CannotGoOn when an image cannot be built, with the end of what the build said."""
    bases = {"PYTHON": standins.image("python"), "PYTHON_BUILD": standins.image("python-build")}
    secrets = [f"id=authorities,src={AUTHORITIES}"] if AUTHORITIES.is_file() else []
    for name in names:
        started = time.monotonic()
        service = {"SERVICE": name} if name != TOOLS else {}
        target = TOOLS if name == TOOLS else None
        engine.build(
            image(name, tag=tag), file=DOCKERFILE, target=target, arguments={**bases, **service}, secrets=secrets
        )
        say(labels.IMAGE_MADE.format(image=name, seconds=seconds(time.monotonic() - started)))


def size_bytes(engine: Engine, name: str, *, tag: str) -> int:
    return int(engine.docker("image", "inspect", "--format", "{{.Size}}", image(name, tag=tag)))
