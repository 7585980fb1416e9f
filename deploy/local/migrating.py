"""`python -m deploy.local.migrating FILE`: brings all databases to this code's revisions, in one process.

`python -m <service> migrate` does the same for one service; six interpreters would take six times as long to load.
FILE holds {"service": "postgresql://…", …}: an argument would show the passwords to everybody.
"""

import json
import sys
from pathlib import Path

from chassis.migrating import migrate


def main(arguments: list[str]) -> int:
    for service, url in json.loads(Path(arguments[0]).read_text()).items():
        migrate(service, url=url)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
