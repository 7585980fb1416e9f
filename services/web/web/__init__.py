"""The screens of ParcoursPro."""

from chassis.service import Service

SERVICE = Service(
    name="web",
    settings="web.settings:Settings",
    app="web.app:create",
    configure="web.app:configure",
    jobs="web.jobs:JOBS",
)
