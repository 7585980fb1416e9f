"""`python -m enrolment COMMAND …`."""

import sys

from chassis import entrance
from enrolment import SERVICE

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
