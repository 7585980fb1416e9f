"""Enrolment: one person's request for one session, through its whole life."""

from chassis.service import Service

SERVICE = Service(
    name="enrolment",
    settings="enrolment.settings:Settings",
    app="enrolment.app:create",
    heard="enrolment.consumers:HEARD",
    closings="enrolment.consumers:CLOSINGS",
    states="enrolment.usecases.tell_state:STATES",
    jobs="enrolment.jobs:JOBS",
    tasks="enrolment.jobs:TASKS",
    commands={"seed-demo": "enrolment.commands.seed_demo:run"},
)
