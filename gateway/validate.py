"""`python -m gateway.validate`: every state file and environment, by deck's schema (if here) and our own checks."""

import sys

from gateway.state import checks, files, openapi, reading, schema
from gateway.state.errors import StateError


def _validate() -> list[str]:
    """What was looked at, one line each."""
    done = []
    for name, document in files.base():
        if schema.present():
            schema.check(document, where=name)
    done.append(
        "state files: deck's schema holds"
        if schema.present()
        else "state files: no copy of deck's schema here, skipped"
    )
    for environment in files.ENVIRONMENTS:
        document = files.load(environment)
        if schema.present():
            schema.check(document, where=environment)
        state = reading.read(document)
        checks.check(state)
        openapi.check(state)
        done.append(f"{environment}: {len(state.routes)} routes of {len(state.services)} services hold")
    done.append(f"promised interfaces compared: {', '.join(openapi.services_described()) or 'none written yet'}")
    return done


def main() -> int:
    """Exit status 0, or 1 with every fault on standard error."""
    try:
        for line in _validate():
            print(f"gateway: {line}")
    except StateError as fault:
        print(f"gateway: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
