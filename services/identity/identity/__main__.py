"""`python -m identity COMMAND`."""

import sys

from chassis import entrance
from identity import SERVICE

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
