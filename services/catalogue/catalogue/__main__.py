"""The entrance: `python -m catalogue COMMAND`."""

import sys

from chassis import entrance
from chassis.service import Service

SERVICE = Service(
    name="catalogue",
    settings="catalogue.settings:Settings",
    app="catalogue.app:create",
    heard="catalogue.consumers:HEARD",
    closings="catalogue.consumers:CLOSINGS",
    states="catalogue.usecases.tell_state:STATES",
    commands={"seed-demo": "catalogue.commands.seed_demo:run"},
)

if __name__ == "__main__":
    raise SystemExit(entrance.main(SERVICE, sys.argv[1:]))
