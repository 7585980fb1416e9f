"""`python -m web COMMAND …`."""

import sys

from chassis import entrance
from web import SERVICE

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
