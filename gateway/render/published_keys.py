"""The issuer's published keys (RFC 7517) as the files that the renderer reads: the state follows a rotation."""

import json
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from gateway.render.haproxy.options import KID
from gateway.state.errors import StateError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PATIENCE_S = 10.0
_LONGEST = 100_000


def follow(address: str, folder: Path) -> list[str]:
    """Make the folder hold the keys that are published now, one `<kid>.pem` each; gives their names.

    Raises:
        StateError: the address is not https off loopback, there is no answer, or what it answers is no set of RSA keys.
            The folder is as it was.
    """
    pems = {kid: key.as_pem(private=False) for kid, key in _read(address).items()}
    folder.mkdir(parents=True, exist_ok=True)
    for kid, pem in pems.items():
        half = folder / f"{kid}.new"
        half.write_bytes(pem)
        half.replace(folder / f"{kid}.pem")
    for path in folder.glob("*.pem"):
        if path.stem not in pems:
            path.unlink()
    return sorted(pems)


def _read(address: str) -> dict[str, RSAKey]:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise StateError(f"--jwks wants an https address, not {address!r}")
    try:
        with urlopen(address, timeout=_PATIENCE_S) as answer:
            document = json.loads(answer.read(_LONGEST))
        keys = {str(entry["kid"]): _key(entry) for entry in document["keys"]}
    except (URLError, OSError, ValueError, KeyError, TypeError, JoseError) as fault:
        raise StateError(f"{address}: {fault}") from fault
    if not keys:
        raise StateError(f"{address}: no key is published")
    return keys


def _key(entry: dict[str, Any]) -> RSAKey:
    if not KID.match(str(entry["kid"])):
        raise ValueError(f"{entry['kid']!r} is no kid")
    if entry.get("kty") != "RSA" or "d" in entry:
        raise ValueError("a key that is not a public RSA key")
    return RSAKey.import_key(entry)
