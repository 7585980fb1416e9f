"""Notification: turns facts into e-mails, sends each once, and keeps a trace."""

from chassis.service import Service

SERVICE = Service(
    name="notification",
    settings="notification.settings:Settings",
    app="notification.app:create",
    configure="notification.app:configure",
    heard="notification.consumers:HEARD",
    closings="notification.consumers:CLOSINGS",
    jobs="notification.jobs:JOBS",
    tasks="notification.jobs:TASKS",
    commands={
        "gallery": "notification.commands.gallery:run",
        "import-reports": "notification.commands.reports:run",
    },
)
