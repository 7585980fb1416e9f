"""The training actions of Cap Métiers and their sessions: what is offered, to whom, when and where."""

from chassis.service import Service

SERVICE = Service(
    name="catalogue",
    settings="catalogue.settings:Settings",
    app="catalogue.app:create",
    heard="catalogue.consumers:HEARD",
    closings="catalogue.consumers:CLOSINGS",
    states="catalogue.usecases.tell_state:STATES",
    configure="catalogue.app:configure",
    jobs="catalogue.jobs:JOBS",
    tasks="catalogue.jobs:TASKS",
    commands={
        "import-lheo": "catalogue.commands.import_lheo:run",
        "load-communes": "catalogue.commands.load_communes:run",
        "rebuild-search": "catalogue.commands.rebuild_search:run",
        "seed-demo": "catalogue.commands.seed_demo:run",
    },
)
