"""`python needs.py PYPROJECT…`: the distributions that these files name, one a line, our own left out.

Runs while an image is built, with the standard library alone.
"""

import sys
import tomllib
from pathlib import Path

OURS = "parcourspro-"


def needs(paths: list[str]) -> list[str]:
    named: set[str] = set()
    for path in paths:
        named.update(tomllib.loads(Path(path).read_text(encoding="utf-8"))["project"]["dependencies"])
    return sorted(name for name in named if not name.startswith(OURS))


if __name__ == "__main__":
    print("\n".join(needs(sys.argv[1:])))
