"""`python -m deploy.local.in_turn SERVICE NAME ARGUMENT… -- NAME ARGUMENT…`: commands of one service, in one process.

Each is what `python -m SERVICE NAME ARGUMENT…` would do; the first that fails ends the row.
"""

import sys
from pkgutil import resolve_name

from chassis import entrance

SEPARATOR = "--"


def split(words: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for word in words:
        if word == SEPARATOR:
            rows.append([])
        else:
            rows[-1].append(word)
    return rows


def main(words: list[str]) -> int:
    service = resolve_name(f"{words[0]}.__main__:SERVICE")
    return next((status for row in split(words[1:]) if (status := entrance.main(service, row))), 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
