"""`python -m gateway.validate`: every state file and environment, by deck's schema (if here) and our own checks."""

import sys
from pathlib import Path

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
        for option in files.OPTIONS:
            _validate_with(environment, option)
    done.append(f"with each of {', '.join(path.stem for path in files.OPTIONS)}: every environment still holds")
    done.append(f"promised interfaces compared: {', '.join(openapi.services_described()) or 'none written yet'}")
    return done


def _validate_with(environment: str, option: Path) -> None:
    document = files.load(environment, patches=[option])
    if schema.present():
        schema.check(document, where=f"{environment} with {option.stem}")
    checks.check(reading.read(document))


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
