"""`python -m tests.contracts.export [SERVICE …]`: write contracts/http/ from the running code."""

import sys

from tests.contracts.apps import WITH_API
from tests.contracts.openapi import path_of, running


def main(names: list[str]) -> int:
    for name in names or WITH_API:
        path_of(name).write_text(running(name))
        sys.stdout.write(f"{path_of(name).name}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
