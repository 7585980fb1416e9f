"""`python -m catalogue COMMAND …`."""

import sys

from catalogue import SERVICE
from chassis import entrance

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
