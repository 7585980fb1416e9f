"""Entrance of web: `python -m web serve | work | migrate | …`."""

import sys

from chassis import entrance
from chassis.service import Service

SERVICE = Service(
    name="web",
    settings="web.settings:Settings",
    app="web.app:create",
    jobs="web.jobs:JOBS",
)

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
