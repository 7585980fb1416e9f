"""Images in the place of a registry's, where none can be reached: Debian by mmdebstrap, imported, and built upon.

They are kept in the user's cache, like the packages of pip and npm, and made anew when their recipe changes or after
thirty days, so that Debian's security updates come in.
"""

import hashlib
import os
import time
from pathlib import Path

from deploy.compose import labels
from deploy.compose.engine import Engine, run
from deploy.local.packages import find_program
from deploy.local.processes import plain_environment
from deploy.local.progress import Say

HERE = Path(__file__).parent
SUITE = "bookworm"
DEBIAN = "parcourspro/debian"
TARGETS = ("python", "python-build", "haproxy", "postgres", "rabbitmq")
OLDEST_S = 30 * 24 * 3_600
TIMEOUT_S = 1_200.0
# A container is no place to read a manual.
NO_MANUALS = (
    "path-exclude=/usr/share/doc/*",
    "path-exclude=/usr/share/man/*",
    "path-exclude=/usr/share/info/*",
    "path-exclude=/usr/share/locale/*",
    "path-include=/usr/share/doc/*/copyright",
)


def image(target: str) -> str:
    """The name of a stand-in."""
    return f"parcourspro/{target}:{SUITE}"


def cache() -> Path:
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "parcourspro"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def recipe_mark() -> str:
    """Changes whenever the stand-ins must be made anew."""
    recipe = (HERE / "Dockerfile", HERE / "postgres-entrypoint", HERE / "__init__.py")
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in recipe)).hexdigest()[:16]


def _make_debian(engine: Engine, folder: Path) -> None:
    """A root of Debian's essential packages and apt, imported as an image of one layer."""
    root = folder / f"debian-{os.getpid()}.tar"
    options = [f"--dpkgopt={option}" for option in NO_MANUALS]
    command = [find_program("mmdebstrap") or "mmdebstrap", "--quiet", "--variant=minbase", *options, SUITE, str(root)]
    try:
        run(command, environment=plain_environment(DEBIAN_FRONTEND="noninteractive"), timeout_s=TIMEOUT_S)
        engine.docker("import", root, f"{DEBIAN}:{SUITE}")
    finally:
        root.unlink(missing_ok=True)


def _make(engine: Engine, folder: Path) -> None:
    if not engine.has_image(f"{DEBIAN}:{SUITE}"):
        _make_debian(engine, folder)
    for target in TARGETS:
        arguments = {"DEBIAN": f"{DEBIAN}:{SUITE}"}
        engine.build(image(target), file=HERE / "Dockerfile", folder=HERE, target=target, arguments=arguments)


def _is_fresh(kept: Path) -> bool:
    return kept.is_file() and time.time() - kept.stat().st_mtime < OLDEST_S


def ensure(engine: Engine, *, say: Say) -> None:
    """The stand-ins are in the engine when this returns.

    Raises:
        CannotGoOn: Debian's packages cannot be reached, or the engine refuses.
    """
    kept = cache() / f"standins-{recipe_mark()}.tar"
    names = [image(target) for target in TARGETS]
    if _is_fresh(kept):
        if not all(engine.has_image(name) for name in names):
            engine.docker("load", "--quiet", "--input", kept)
        say(labels.BASES_KEPT.format(path=kept))
        return
    _make(engine, cache())
    half = kept.with_suffix(f".{os.getpid()}")
    engine.docker("save", "--output", half, *names)
    half.replace(kept)
    for old in cache().glob("standins-*.tar"):
        if old != kept:
            old.unlink()
    say(labels.BASES_MADE)
