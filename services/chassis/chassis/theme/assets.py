"""Files for the browser, held in memory, under an address that names their content: it may be kept for a year."""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

_FONTS = "@fontsource-variable"
VENDOR = {
    "vendor/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "vendor/heading.woff2": f"{_FONTS}/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2",
    "vendor/text.woff2": f"{_FONTS}/figtree/files/figtree-latin-wght-normal.woff2",
    "vendor/text-italic.woff2": f"{_FONTS}/figtree/files/figtree-latin-wght-italic.woff2",
}
_MEDIA_TYPES = {".woff2": "font/woff2", ".js": "text/javascript", ".webmanifest": "application/manifest+json"}
_COMPRESSED = ("text/", "image/svg", "application/manifest+json")
KEPT_S = 31_536_000


class MissingAsset(Exception):
    """A file of a front-end package is not where the settings say."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """One file. `gzipped` is None where compressing gains nothing."""

    body: bytes
    gzipped: bytes | None
    media_type: str


def _load(path: Path) -> Asset:
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise MissingAsset(f"{path} cannot be read ({type(fault).__name__}): install the front-end packages") from fault
    kind = _MEDIA_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    gzipped = gzip.compress(body, mtime=0) if kind.startswith(_COMPRESSED) else None
    return Asset(body=body, gzipped=gzipped, media_type=kind)


def load(*, packages: Path, folders: Mapping[str, Path]) -> dict[str, Asset]:
    """Every file by its name: `vendor/…` from the packages, `<name>/…` for each folder.

    Raises:
        MissingAsset: a package is not installed.
    """
    paths = {name: packages / inside for name, inside in VENDOR.items()}
    for name, folder in folders.items():
        paths |= {f"{name}/{path.relative_to(folder)}": path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: _load(path) for name, path in paths.items()}


def digest(assets: Mapping[str, Asset]) -> str:
    """One digest for all: style sheets name their neighbours by relative addresses."""
    total = sha256()
    for name in sorted(assets):
        total.update(name.encode())
        total.update(sha256(assets[name].body).digest())
    return total.hexdigest()[:16]
