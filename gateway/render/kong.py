"""One declarative file for Kong without a database: merged, with keys and addresses inside."""

import copy
from collections.abc import Mapping
from typing import Any

import yaml

from gateway.render.haproxy.options import Options, targets_of
from gateway.state.errors import StateError
from gateway.state.files import DECK_ONLY
from gateway.state.model import State

ISSUER = "sso"
# deck refuses an RS256 credential without a secret; Kong never reads it.
_UNUSED_SECRET = "unused-with-rs256"


class _Dumper(yaml.SafeDumper):
    """Keeps PEM and Lua readable, and repeats nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def _credentials(options: Options) -> list[dict[str, str]]:
    return [
        {
            "key": kid,
            "algorithm": "RS256",
            "secret": _UNUSED_SECRET,
            "rsa_public_key": path.read_text(encoding="ascii").strip() + "\n",
        }
        for kid, path in sorted(options.keys.items())
    ]


def render(document: Mapping[str, Any], state: State, options: Options) -> str:
    """The text of kong.yaml for `KONG_DECLARATIVE_CONFIG`.

    Raises:
        StateError: a service has no address, or the document holds what only deck understands.
    """
    whole = copy.deepcopy(dict(document))
    if left := [name for name in DECK_ONLY if name in whole]:
        raise StateError(f"Kong without a database refuses {', '.join(left)}")
    for upstream in whole.get("upstreams", []):
        service = next((one for one in state.services.values() if one.upstream == upstream["name"]), None)
        if service is not None:
            upstream["targets"] = [
                {"target": target.address, "weight": target.weight} for target in targets_of(service, state, options)
            ]
    for consumer in whole.get("consumers", []):
        if consumer["username"] == ISSUER:
            consumer["jwt_secrets"] = _credentials(options)
    return yaml.dump(whole, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
