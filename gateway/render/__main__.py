"""`python -m gateway.render`: the state files → the configuration of the gateway at hand."""

import argparse
import sys
from pathlib import Path

from gateway.render import kong, published_keys
from gateway.render.haproxy import config
from gateway.render.haproxy.options import Options, read_addresses, read_keys
from gateway.state import checks, files, reading, schema
from gateway.state.errors import StateError


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.render", description=__doc__)
    parser.add_argument("--target", choices=("haproxy", "kong"), required=True)
    parser.add_argument("--environment", choices=files.ENVIRONMENTS, required=True)
    parser.add_argument("--keys", type=Path, required=True, help="folder of public keys, <kid>.pem")
    parser.add_argument("--jwks", help="address of the issuer's published keys: the folder follows them first")
    parser.add_argument("--addresses", type=Path, help='JSON: {"web": "127.0.0.1:8001", …}')
    parser.add_argument("--listen", default="127.0.0.1:8080", help="HAProxy only (default 127.0.0.1:8080)")
    parser.add_argument("--slots", type=int, default=1, help="HAProxy only: replicas that may answer to one name")
    parser.add_argument("--patch", type=Path, action="append", default=[], help="a further overlay; may stand again")
    parser.add_argument("--log-requests", action="store_true", help="HAProxy only: one JSON line per request on stdout")
    parser.add_argument("--output", type=Path, help="a file (default: standard output)")
    return parser


def _render(arguments: argparse.Namespace) -> str:
    document = files.load(arguments.environment, patches=arguments.patch)
    if schema.present():
        schema.check(document, where="the merged state")
    state = reading.read(document)
    checks.check(state)
    if arguments.jwks:
        published_keys.follow(arguments.jwks, arguments.keys)
    options = Options(
        listen=arguments.listen,
        keys=read_keys(arguments.keys),
        addresses=read_addresses(arguments.addresses) if arguments.addresses else {},
        logs_requests=arguments.log_requests,
        slots=arguments.slots,
    )
    if arguments.target == "kong":
        return kong.render(document, state, options)
    return config.render(state, options)


def main(words: list[str]) -> int:
    """Exit status 0, or 1 with the reason on standard error; an output file is replaced whole or not at all."""
    arguments = _arguments().parse_args(words)
    try:
        text = _render(arguments)
    except StateError as fault:
        print(f"gateway: {fault}", file=sys.stderr)
        return 1
    if arguments.output is None:
        sys.stdout.write(text)
        return 0
    half = arguments.output.with_suffix(arguments.output.suffix + ".new")
    half.write_text(text, encoding="utf-8")
    half.replace(arguments.output)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
