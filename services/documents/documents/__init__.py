"""Documents: issues certificates from recorded presence, keeps them, and answers whoever checks one."""

from chassis.service import Service

SERVICE = Service(
    name="documents",
    settings="documents.settings:Settings",
    app="documents.app:create",
    configure="documents.app:configure",
    heard="documents.consumers:HEARD",
    closings="documents.consumers:CLOSINGS",
    states="documents.usecases.tell_state:STATES",
    jobs="documents.jobs:JOBS",
    tasks="documents.jobs:TASKS",
    commands={
        "seed-demo": "documents.commands.seed_demo:run",
        "verify-files": "documents.commands.verify_files:run",
    },
)
