"""Identity: the Cap Métiers account, organisations, rights, and the OpenID provider that other platforms use too."""

from chassis.service import Service

SERVICE = Service(
    name="identity",
    settings="identity.settings:Settings",
    app="identity.app:create",
    configure="identity.app:configure",
    states="identity.usecases.tell_state:STATES",
    jobs="identity.jobs:JOBS",
    tasks="identity.jobs:TASKS",
    commands={
        "keys": "identity.commands.keys:run",
        "register-client": "identity.commands.register_client:run",
        "name-staff": "identity.commands.name_staff:run",
        "remove-second-factor": "identity.commands.remove_second_factor:run",
        "import-organisations": "identity.commands.import_sirene:run_organisations",
        "import-legal-units": "identity.commands.import_sirene:run_legal_units",
        "seed-demo": "identity.commands.seed_demo:run",
    },
)
