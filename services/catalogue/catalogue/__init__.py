"""The training actions of Cap Métiers and their sessions: what is offered, to whom, when and where."""

from chassis.service import Service

SERVICE = Service(
    name="catalogue",
    settings="catalogue.settings:Settings",
    app="catalogue.app:create",
    heard="catalogue.consumers:HEARD",
    closings="catalogue.consumers:CLOSINGS",
    states="catalogue.usecases.tell_state:STATES",
    jobs="catalogue.jobs:JOBS",
    commands={
        "load-communes": "catalogue.commands.load_communes:run",
        "rebuild-search": "catalogue.commands.rebuild_search:run",
        "seed-demo": "catalogue.commands.seed_demo:run",
    },
)
